import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { startUpstream } from "../../modules/tests/upstream-server.ts";
import { preparePythonTools } from "../clients/python-tools.ts";
import { runScript } from "./run-script.ts";

const TIME_LIMIT_MS = 600_000;
const REQUESTS = 300;

/** One operation, which may answer 200, 400 and 500. */
const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "One", version: "1" },
  paths: {
    "/ask": {
      post: {
        requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
        responses: { 200: { description: "Yes" }, 400: { description: "No" }, 500: { description: "Sorry" } },
      },
    },
  },
};

const answerBy = (ask: (outgoing: ServerResponse) => void) =>
  startUpstream((outgoing, { url }) => {
    if (url !== "/openapi.json") return ask(outgoing);
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(DOCUMENT));
  });

describe("generated requests", { timeout: TIME_LIMIT_MS }, () => {
  test(`${REQUESTS} to the orchestrator get no answer that its document does not declare, and no 500`, async (context) => {
    const tools = await preparePythonTools();
    if ("missing" in tools) return context.skip(`skipped: ${tools.missing}`);
    const { code, out, err } = await runScript("fuzz-api.ts", ["--requests", String(REQUESTS), "--json"]);
    expect(code, out + err).toBe(0);
    const report = JSON.parse(out);
    expect(report.failures).toEqual([]);
    expect(report.requests).toBeGreaterThanOrEqual(REQUESTS);
    expect(report.statuses["POST /v1/chat/completions"]).toMatchObject({ 400: expect.any(Number) });
    expect(report.statuses["GET /v1/models"]).toMatchObject({ 200: expect.any(Number) });
  });

  test.for([
    [418, "Undocumented status code"],
    [500, "The server failed (500)."],
  ] as const)("find an answer of %i, and tell the request", async ([status, line], context) => {
    const tools = await preparePythonTools();
    if ("missing" in tools) return context.skip(`skipped: ${tools.missing}`);
    const { url } = await answerBy((outgoing) => outgoing.writeHead(status).end());
    const { code, out } = await runScript("fuzz-api.ts", ["--requests", "5", "--url", url]);
    expect(code, out).toBe(1);
    expect(out).toContain(line);
    expect(out).toContain("curl -X POST");
  });
});

test.for([
  [2, ["--requests", "0"], '--requests must be a whole number from 1, not "0".'],
  [2, ["--requets", "5"], "Unknown option '--requets'. See --help."],
  [1, ["--requests", "5", "--url", "http://127.0.0.1:9"], "schemathesis could not run"],
] as const)(
  "says in one line, with exit code %i, what is wrong with %j",
  { timeout: TIME_LIMIT_MS },
  async ([code, flags, line], context) => {
    const tools = await preparePythonTools();
    if ("missing" in tools && code === 1) return context.skip(`skipped: ${tools.missing}`);
    const result = await runScript("fuzz-api.ts", flags);
    expect(result).toMatchObject({ code, out: "" });
    expect(result.err).toContain(line);
    expect(result.err.trim().split("\n")).toHaveLength(1);
  },
);
