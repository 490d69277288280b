import { expect, test } from "vitest";
import { DeadlineError, LimitError, ProviderError } from "../core/errors.ts";
import { askedToWaitMs, FAILURE_RULES, type FailureKind, failureKind } from "./failure-kind.ts";

const failed = (status: number | undefined, code = `HTTP_${status}`, retryable = false) =>
  new ProviderError("It failed.", { code, status, retryable });

const CASES: readonly (readonly [FailureKind, unknown])[] = [
  ["transient", failed(500, "HTTP_500", true)],
  ["transient", failed(408, "HTTP_408", true)],
  ["transient", failed(undefined, "ECONNRESET", true)],
  ["transient", failed(200, "EMPTY_STREAM", true)],
  ["throttled", failed(429, "429", true)],
  ["exhausted", failed(429, "insufficient_quota", true)],
  ["exhausted", failed(402)],
  ["slow", failed(undefined, "FIRST_TOKEN_LATE", true)],
  ["unusable", failed(401)],
  ["unusable", failed(404, "DeploymentNotFound")],
  ["unusable", failed(410, "Gone")],
  ["unusable", failed(501, "NotImplemented")],
  ["unusable", failed(301)],
  ["unusable", failed(undefined, "ENOTFOUND")],
  ["unusable", failed(undefined, "CIRCUIT_OPEN", true)],
  ["too-long", failed(400, "context_length_exceeded")],
  ["too-long", failed(413)],
  ["request", failed(400, "content_filter")],
  ["request", failed(undefined, "content_filter")],
  ["request", failed(422)],
  ["cancelled", new DOMException("gone", "AbortError")],
  ["cancelled", new DeadlineError("late", { code: "DEADLINE" })],
  ["unknown", new TypeError("x is not a function")],
  ["unknown", new LimitError("too large", { code: "LIMIT" })],
  ["unknown", "a string"],
  ["unknown", undefined],
];

test.each(CASES)("%s: %s", (kind, error) => {
  expect(failureKind(error)).toBe(kind);
});

test("nothing that is the request's fault, or ours, is repeated or held against a deployment", () => {
  for (const kind of ["request", "cancelled", "too-long"] as const)
    expect(FAILURE_RULES[kind]).toMatchObject({ retry: false, counts: false });
});

test("a wait asked for is a finite time above 0", () => {
  const asking = (retryAfterMs: number) =>
    askedToWaitMs(new ProviderError("429", { code: "429", status: 429, retryable: true, retryAfterMs }));
  expect([asking(1500), asking(0), asking(-5), asking(Number.NaN), asking(Number.POSITIVE_INFINITY)]).toEqual(
    [1500, undefined, undefined, undefined, undefined],
  );
  expect(askedToWaitMs(new Error("x"))).toBeUndefined();
});
