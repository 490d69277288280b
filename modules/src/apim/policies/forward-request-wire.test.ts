import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { document, openGateway, type TestGateway } from "../../../tests/apim-harness.ts";
import { travellingHeaders } from "../gateway/connection-headers.ts";
import { GatewayExchange } from "../gateway/gateway-exchange.ts";
import { createUpstreamSender } from "../gateway/send-upstream.ts";
import type { GatewayServices } from "../pipeline/gateway-services.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import { runPipeline } from "../pipeline/run-pipeline.ts";
import { noTrace } from "../pipeline/trace-recorder.ts";

const servers: Server[] = [];
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** A gateway whose one backend is reached over a real port, by the sender that real gateways use. */
async function openOver(url: string, backend: string, properties: object = {}): Promise<TestGateway> {
  const gateway = await openGateway({
    policies: document({ inbound: '<set-backend-service backend-id="a" />', backend }),
    backends: [{ name: "a", properties: { url, ...properties } }],
  });
  const sender = createUpstreamSender({ resolve: undefined, bodyLimitBytes: 1_000_000 });
  closers.push(sender.close);
  Object.assign(gateway.services, { send: sender.send } satisfies Partial<GatewayServices>);
  return gateway;
}

/** The answer while its body still flows. */
function respond({ services, policySet }: TestGateway): Promise<ResponseMessage> {
  const exchange = new GatewayExchange({
    services,
    api: { id: "api", name: "api", path: "api", serviceUrl: undefined, version: undefined, revision: "1" },
    operation: { id: "any", name: "any", method: "*", urlTemplate: "/*" },
    product: undefined,
    subscription: undefined,
    request: {
      method: "GET",
      url: new URL("https://gateway.test/items"),
      headers: new HeaderMap(),
      body: MessageBody.empty(),
      ipAddress: "127.0.0.1",
      matchedParameters: new Map(),
    },
    originalUrl: new URL("https://gateway.test/api/items"),
    trace: noTrace,
  });
  return runPipeline(policySet, exchange);
}

/** The pieces of a body; `onPiece` is called after each. */
async function piecesOf({ body }: ResponseMessage, onPiece: (count: number) => void, pieces: string[] = []) {
  for await (const chunk of body.stream()) {
    pieces.push(Buffer.from(chunk).toString());
    onPiece(pieces.length);
  }
  return pieces;
}

test("headers of one connection are dropped both ways", async () => {
  let seen: readonly string[] = [];
  const url = await serve((request, response) => {
    seen = Object.keys(request.headers);
    response.writeHead(200, { Connection: "x-hop", "X-Hop": "1", "Keep-Alive": "timeout=9", "X-End": "2" });
    response.end("ok");
  });
  const gateway = await openOver(url, "<forward-request />");
  const { headers } = await gateway.send({
    headers: { Connection: "x-mine", "X-Mine": "1", TE: "trailers", "X-Kept": "2" },
  });
  expect(seen).toContain("x-kept");
  expect(seen.filter((name) => ["x-mine", "te"].includes(name))).toEqual([]);
  const passedOn = travellingHeaders(headers).map((part) => part.toLowerCase());
  expect(passedOn).toContain("x-end");
  expect(
    ["connection", "keep-alive", "x-hop", "transfer-encoding"].filter((name) => passedOn.includes(name)),
  ).toEqual([]);
});

test.each([
  ["text/event-stream", ""],
  ["text/event-stream; charset=utf-8", 'buffer-response="true"'],
  ["application/x-ndjson", 'buffer-response="false"'],
])(
  "B2: %s with %j passes piece by piece, each before the backend sends the next",
  async (type, attributes) => {
    let sendNext = (_count: number) => {};
    const url = await serve((_request, response) => {
      response.writeHead(200, { "Content-Type": type });
      response.write("one");
      sendNext = (count) => (count === 1 ? response.write("two") : response.end());
    });
    const response = await respond(await openOver(url, `<forward-request ${attributes} />`));
    expect(await piecesOf(response, (count) => sendNext(count))).toEqual(["one", "two"]);
  },
);

test("B2: small pieces of another chunked answer are gathered", async () => {
  const url = await serve((_request, response) => {
    response.write("one", () => response.write("two", () => response.end("three")));
  });
  const response = await respond(await openOver(url, "<forward-request />"));
  expect(await piecesOf(response, () => {})).toEqual(["onetwothree"]);
});

test.each([
  ["text/event-stream", ["one"]],
  ["text/plain", []],
])("B2: a break in mid-answer (%s) is passed on and counted", async (type, before) => {
  let breakOff = () => {};
  const url = await serve((_request, response) => {
    response.writeHead(200, {
      "Content-Type": type,
      ...(type === "text/plain" ? { "Content-Length": 100 } : {}),
    });
    response.flushHeaders();
    if (before.length > 0) response.write("one");
    breakOff = () => response.destroy();
  });
  const gateway = await openOver(url, "<forward-request />");
  const response = await respond(gateway);
  const pieces: string[] = [];
  if (before.length === 0) breakOff();
  await expect(piecesOf(response, () => breakOff(), pieces)).rejects.toMatchObject({
    reason: "BackendConnectionFailure",
  });
  expect(pieces).toEqual(before);
  expect(gateway.services.backends.status()[0]).toMatchObject({ sent: 1, cut: 1 });
});

test.each([
  ['buffer-request-body="true"', 2, 200, undefined],
  ["", 1, 500, "RequestBodyNotBuffered"],
])("R1: the body of a request in a retry with %j", async (attributes, calls, status, reason) => {
  const bodies: string[] = [];
  const url = await serve(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    bodies.push(text);
    response.writeHead(bodies.length === 1 ? 429 : 200).end("ok");
  });
  const condition = "@(context.Response.StatusCode == 429)";
  const gateway = await openOver(
    url,
    `<retry count="1" interval="0" condition="${condition}"><forward-request ${attributes} /></retry>`,
  );
  const answer = await gateway.send({ body: "hello" });
  expect([answer.status, answer.exchange.lastError?.reason]).toEqual([status, reason]);
  expect(bodies).toEqual(Array.from({ length: calls }, () => "hello"));
});

test("O2, C1: nobody there is 500, and opens the circuit of a backend that counts 500", async () => {
  const failureCondition = { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 500, max: 599 }] };
  const gateway = await openOver("http://127.0.0.1:1", "<forward-request />", {
    circuitBreaker: { rules: [{ failureCondition, tripDuration: "PT1M" }] },
  });
  const answers = [await gateway.send(), await gateway.send()];
  expect(answers.map(({ status, exchange }) => [status, exchange.lastError?.reason])).toEqual([
    [500, "BackendConnectionFailure"],
    [503, "CircuitBreakerOpen"],
  ]);
});
