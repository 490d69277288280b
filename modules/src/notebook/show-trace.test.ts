import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { answerOver } from "../../tests/traced-answers.ts";
import { type AnswerOver, createMemoryExporter, createTelemetry, type Trace } from "../telemetry/index.ts";
import { plainText } from "./html.ts";
import { saveTraces } from "./save-traces.ts";
import { renderTrace } from "./show-trace.ts";
import { renderDecisionTrace } from "./show-trace-decision.ts";

/** The trace that telemetry makes of this. */
async function traceOf(over: AnswerOver): Promise<Trace> {
  const memory = createMemoryExporter();
  const telemetry = createTelemetry({ exporters: [memory] });
  telemetry.traceAnswer(over);
  await telemetry.close();
  const [trace] = memory.traces();
  if (!trace) throw new Error("There is no trace.");
  return trace;
}

/** The first call failed, after which the small model answered; a router before the rules did not decide. */
function afterFallback(): AnswerOver {
  const { record, answer } = answerOver(0);
  if (!record.decision || !answer) throw new Error("It has both.");
  const at = record.at;
  const decision = { ...record.decision, skipped: [{ router: "bert", reason: "unsure" }] };
  return {
    record: { ...record, decision, passed: [{ deployment: "gpt-4o", because: "status 503" }] },
    answer: {
      ...answer,
      fallbackUsed: true,
      attempts: [
        {
          provider: "azure",
          deployment: "gpt-4o",
          startedAt: at + 3,
          ms: 50,
          outcome: "failed",
          status: 503,
        },
        { provider: "local", deployment: "small", startedAt: at + 60, ms: 340, outcome: "answered" },
      ],
      routing: { tier: "local", cache: "miss" },
    },
  };
}

describe("a trace", () => {
  test("is a waterfall with what each span tells and how long it took", async () => {
    const text = plainText(renderTrace(await traceOf(answerOver(0))));
    expect(text).toContain("✓ answered hybrid.request ▲ SIMULATED");
    expect(text).toMatch(/^410 ms · 4 spans · 1 call · \$0\.00035 · trace [0-9a-f]{32}$/m);
    expect(text).toMatch(/chat gpt-4o\nclient\nfirst · simulated · 20 \+ 30 tokens\n/);
    expect(text).toContain("◇ gen_ai.first_token at 120 ms");
    expect(text).toMatch(/gen_ai\.request\.model {2}gpt-4o/);
  });

  test("says a failed call by a sign and in words, not by colour alone", async () => {
    const text = plainText(renderTrace(await traceOf(afterFallback())));
    expect(text).toContain("2 calls, 1 failed");
    expect(text).toMatch(/✗ chat gpt-4o\nclient\n503 · first\n50 ms\n/);
  });

  test("is spoken as a whole, its drawing is not", async () => {
    const markup = renderTrace(await traceOf(answerOver(0)));
    expect(markup).toMatch(/aria-label="Waterfall of a trace: hybrid\.request from 0 ms on for 410 ms; /);
    expect(markup.match(/aria-hidden="true"/g)).toHaveLength(4);
  });

  test("shows text as text, never as markup", async () => {
    const { record } = answerOver(0);
    const markup = renderTrace(await traceOf({ record: { ...record, strategy: "<img src=x>" } }));
    expect(markup).not.toContain("<img");
    expect(markup).toContain("&lt;img");
  });

  test("is refused in one line when it is none, or several", async () => {
    const [one, other] = await Promise.all([traceOf(answerOver(0)), traceOf(answerOver(1))]);
    expect(() => renderTrace(JSON.parse("{}"))).toThrow(
      "This is no trace that can be drawn: it is an object.",
    );
    expect(() => renderTrace([])).toThrow("it has no span");
    expect(() => renderTrace([...one.spans, ...other.spans])).toThrow("the spans are of 2 traces");
  });
});

describe("the way of a decision", () => {
  test("names who did not decide, who did, the plan and each call", async () => {
    const lines = plainText(renderDecisionTrace(await traceOf(afterFallback())));
    expect(lines.split("\n").slice(1)).toEqual([
      "bert router did not decide",
      "rule router chose ● CLOUD score 0.71, cloud from 0.50 · margin 0.21 · confidence 0.80 · reasoning 0.40 · 0.5 ms",
      "plan: gpt-4o, then small",
      "passed over or given up: gpt-4o",
      "✗ gpt-4o failed (503) after 50 ms",
      "✓ fallback: small answered after 340 ms",
      "answered · by local · not by the first choice",
    ]);
  });

  test("keeps calls that have no span of their own, in their order", async () => {
    const { record, answer } = answerOver(0);
    if (!answer) throw new Error("It has an answer.");
    const calls = Array.from({ length: 6 }, (_, place) => ({
      provider: "azure",
      deployment: `model-${place + 1}`,
      startedAt: record.at + place,
      ms: 1,
      outcome: place === 5 ? ("answered" as const) : ("failed" as const),
    }));
    const text = plainText(
      renderDecisionTrace(await traceOf({ record, answer: { ...answer, attempts: calls } })),
    );
    expect(text.match(/model-\d/g)).toEqual(calls.map(({ deployment }) => deployment));
  });

  test("is refused when nothing was decided", async () => {
    const { decision: _, ...record } = answerOver(0).record;
    const trace = await traceOf({ record: { ...record, outcome: "failed" }, errorCode: "LIMIT" });
    expect(() => renderDecisionTrace(trace)).toThrow("refused before it was routed");
    expect(plainText(renderTrace(trace))).toContain("✗");
  });
});

describe("saved traces", () => {
  const file = () => {
    const folder = mkdtempSync(join(tmpdir(), "traces-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return join(folder, "new", "traces.json");
  };

  test("are OTLP that names every span and whose it is, or our own spans", async () => {
    const trace = await traceOf(answerOver(0));
    const path = saveTraces(file(), [trace], { resource: { service: "lab" } });
    const { resourceSpans } = JSON.parse(readFileSync(path, "utf8"));
    expect(resourceSpans[0].resource.attributes[0]).toEqual({
      key: "service.name",
      value: { stringValue: "lab" },
    });
    expect(resourceSpans[0].scopeSpans[0].spans.map((span: { name: string }) => span.name)).toEqual(
      trace.spans.map(({ name }) => name),
    );
    const own = saveTraces(file(), trace.spans, { form: "json" });
    expect(JSON.parse(readFileSync(own, "utf8"))).toEqual(trace.spans);
  });

  test("that cannot be written say so in one line", async () => {
    expect(() => saveTraces(join(import.meta.filename, "x.json"), [])).toThrow(
      /^The traces cannot be written to /,
    );
  });
});
