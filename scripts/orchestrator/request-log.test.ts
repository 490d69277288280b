import { expect, test } from "vitest";
import { type LogFields, silentLogger } from "../../modules/src/core/index.ts";
import type { ChatOverEvent } from "../../modules/src/orchestrator/index.ts";
import { createRequestLog } from "./request-log.ts";

const cancelled = (requestId: string): ChatOverEvent => ({
  type: "chat-over",
  at: 0,
  context: { requestId, tenant: "t", client: "c" },
  record: {
    requestId,
    at: 0,
    tenant: "t",
    client: "c",
    asked: "auto",
    strategy: "rule",
    route: "local",
    plan: ["small", "large"],
    passed: [{ deployment: "small", because: "cannot see pictures" }],
    outcome: "cancelled",
    promptTokens: 0,
    completionTokens: 0,
    costUsd: undefined,
    ms: 12,
  },
});

const served = (requestId: string, status: number) => ({
  requestId,
  route: "/v1/chat/completions",
  method: "POST",
  status,
  seconds: 0.0015,
});

function openLog() {
  const lines: (LogFields | undefined)[] = [];
  const log = createRequestLog({ ...silentLogger, debug: (_message, fields) => lines.push(fields) });
  return { log, lines };
}

test("joins what the orchestrator and the server know of a request into one line", () => {
  const { log, lines } = openLog();
  log.chat(cancelled("a"));
  expect(lines).toEqual([]);
  log.served(served("a", 499));
  log.served(served("b", 401));
  expect(lines).toMatchObject([
    { requestId: "a", status: 499, ms: 1.5, plan: "small > large", passed: "small cannot see pictures" },
    { requestId: "b", status: 401 },
  ]);
});

test("tells what became of a chat whose caller left before it was over", () => {
  const { log, lines } = openLog();
  log.served(served("a", 499));
  log.chat(cancelled("a"));
  expect(lines).toMatchObject([
    { requestId: "a", status: 499 },
    { requestId: "a", outcome: "cancelled" },
  ]);
});

test("loses no chat that the server never told of, and keeps no more than a thousand", () => {
  const { log, lines } = openLog();
  for (let count = 0; count <= 1000; count++) log.chat(cancelled(`r${count}`));
  expect(lines).toMatchObject([{ requestId: "r0", outcome: "cancelled" }]);
});
