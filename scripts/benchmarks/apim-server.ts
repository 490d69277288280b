import { Agent, createServer, request, type Server } from "node:http";
import { createGateway } from "../../modules/src/apim/index.ts";
import { LOAD_BALANCING, ORIGIN } from "./apim-policy.ts";

/** What one process of the benchmark is. */
export type ApimRole = "upstream" | "proxy" | "gateway";

export interface ApimServerReady {
  readonly type: "ready";
  readonly url: string;
}

/** CPU time of the process so far, user and system, in microseconds. */
export interface ApimServerCpu {
  readonly type: "cpu";
  readonly cpuUs: number;
}

const ANSWER = Buffer.from(
  JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: "hello" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: 15, total_tokens: 25 },
  }),
);

function createUpstream(): Server {
  return createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => {
      outgoing.writeHead(200, { "content-type": "application/json", "content-length": ANSWER.length });
      outgoing.end(ANSWER);
    });
  });
}

/** The least that passes a request on: headers and bodies through node:http, connections kept. */
function createProxy(upstream: string): Server {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true });
  return createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const passed = request({ hostname, port, method, path: url, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
}

async function createGatewayServer(upstream: string): Promise<Server> {
  const gateway = await createGateway({
    config: LOAD_BALANCING,
    resolve: { [ORIGIN]: upstream },
    watch: false,
  });
  return createServer(gateway.handle);
}

async function createRole(role: string | undefined, upstream = ""): Promise<Server> {
  if (role === "proxy") return createProxy(upstream);
  return role === "gateway" ? createGatewayServer(upstream) : createUpstream();
}

const server = await createRole(process.argv[2], process.argv[3]);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  process.send?.({ type: "ready", url: `http://127.0.0.1:${port}` } satisfies ApimServerReady);
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ type: "cpu", cpuUs: user + system } satisfies ApimServerCpu);
});
process.on("disconnect", () => process.exit());
