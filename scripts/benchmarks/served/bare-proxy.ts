import { Agent, createServer, request } from "node:http";
import { sayReady } from "./say-ready.ts";

/** The least that passes requests on: node:http on both sides, connections kept, bodies piped, nothing read. */
const { hostname, port: upstreamPort } = new URL(process.argv[2] ?? "");
const agent = new Agent({ keepAlive: true, maxSockets: 2048, maxFreeSockets: 2048 });
const server = createServer((incoming, outgoing) => {
  const { method, url } = incoming;
  const { host: _, connection: __, ...headers } = incoming.headers;
  const passed = request({ hostname, port: upstreamPort, method, path: url, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on("error", () => {
    if (!outgoing.headersSent) outgoing.writeHead(502);
    outgoing.end();
  });
  incoming.pipe(passed);
});
sayReady(server);
