import { describe, expect, test } from "vitest";
import type { GatewayTrace } from "../apim/index.ts";
import { plainText } from "./html.ts";
import { renderGatewayTrace } from "./show-gateway-trace.ts";

const trace: GatewayTrace = {
  id: "6a0e0c0e-0000-4000-8000-000000000000",
  at: "2026-01-01T00:00:00.000Z",
  method: "POST",
  path: "/inference/openai/deployments/gpt-4.1/chat/completions",
  api: "inference-api",
  operation: "chat",
  subscription: "sub-alice",
  product: undefined,
  status: 200,
  durationMs: 12,
  waitedMs: 2000,
  streamed: false,
  cut: false,
  error: undefined,
  steps: [
    {
      policy: "retry",
      section: "backend",
      scope: "api",
      position: { file: "policy.xml", line: 8, column: 9 },
      depth: 0,
      startMs: 1,
      durationMs: 10,
      notes: ["tried 2 times <b>"],
    },
    {
      policy: "forward-request",
      section: "backend",
      scope: "api",
      position: { file: "policy.xml", line: 11, column: 13 },
      depth: 1,
      startMs: 2,
      durationMs: 8,
      notes: ["sent to foundry2: priority 1 (foundry1) is open until 00:01:00"],
      error: "The backend broke off.",
    },
  ],
};

describe("a gateway's trace", () => {
  test("tells who asked, each policy with its place, what it did, and its time", () => {
    const text = plainText(renderGatewayTrace(trace));
    expect(text).toContain("✓ 200 POST /inference/openai/deployments/gpt-4.1/chat/completions");
    expect(text).toContain(
      "API inference-api · operation chat · subscription sub-alice · 12 ms · 2 s of it waited between tries",
    );
    expect(text).toContain("forward-request\napi · policy.xml:11");
    expect(text).toContain("sent to foundry2: priority 1 (foundry1) is open until 00:01:00");
    expect(text).toContain("✗ The backend broke off.");
  });

  test("shows text as text, never as markup", () => {
    expect(renderGatewayTrace(trace)).toContain("tried 2 times &lt;b&gt;");
  });

  test.each([
    [200, false, "✓"],
    [429, false, "◐"],
    [503, false, "✗"],
    [200, true, "✗"],
  ])("marks status %i (cut: %s) by %s, not by colour alone", (status, cut, glyph) => {
    expect(plainText(renderGatewayTrace({ ...trace, status, cut }))).toContain(`${glyph} ${status}`);
  });

  test("refuses what is none in one line", () => {
    expect(() => renderGatewayTrace(JSON.parse("[]"))).toThrow(/^This is no trace of a gateway: /);
  });
});
