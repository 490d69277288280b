import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Logger } from "../src/core/logger.ts";
import { createRandom } from "../src/core/random.ts";
import { createOrchestrator } from "../src/orchestrator/create-orchestrator.ts";
import { createFoundryLocal } from "../src/providers/foundry-local.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import { createRedactor } from "../src/providers/redactor.ts";
import {
  createMemoryExporter,
  createOtlpExporter,
  createTelemetry,
  createTelemetryRedactor,
  openSqliteExporter,
  type TelemetryExporter,
  type TelemetryOptions,
  toOtlpTraces,
} from "../src/telemetry/index.ts";
import { serve } from "./serve.ts";
import { temporaryFolder } from "./start-test-cloud.ts";

const RESOURCE = { service: "hybrid-router", version: "1", instance: "test" };
const random = createRandom(8);
const drawn = (letters: string, count: number) =>
  Array.from({ length: count }, () => letters[Math.floor(random() * letters.length)]).join("");
const DIGITS = "0123456789";
const HEX = `${DIGITS}abcdef`;
const MIXED = `${HEX}ghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** A card number with a valid check digit. */
function card(): string {
  const body = `4${drawn(DIGITS, 14)}`;
  const sum = [...body].reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

/** Ten of each kind; each has a part that nothing else has, by which it is found. */
const CREDENTIAL_KINDS: Readonly<Record<string, () => string>> = {
  "OpenAI key": () => `sk-proj-${drawn(MIXED, 40)}`,
  "Azure key": () => drawn(HEX, 32),
  "GitHub token": () => `ghp_${drawn(MIXED, 36)}`,
  "JSON web token": () => `eyJ${drawn(MIXED, 30)}.eyJ${drawn(MIXED, 40)}.${drawn(MIXED, 43)}`,
  "connection string": () =>
    `InstrumentationKey=${drawn(HEX, 8)}-${drawn(HEX, 4)}-4${drawn(HEX, 3)}-8${drawn(HEX, 3)}-${drawn(HEX, 12)}`,
  password: () => `password: ${drawn(MIXED, 12)}`,
};
const PERSONAL_KINDS: Readonly<Record<string, () => string>> = {
  "mail address": () => `${drawn("abcdefgh", 9)}.${drawn("ijklmnop", 8)}@${drawn("qrstuvw", 8)}.example`,
  card,
  telephone: () => `+49 30 ${drawn(DIGITS, 10)}`,
};
const NAMES = Array.from(
  { length: 10 },
  () => `${drawn("ABCDEFG", 1)}${drawn("aeiouy", 4)}${drawn("lmnrst", 5)} Zz${drawn("aeiou", 6)}son`,
);
const tenOf = (kinds: Readonly<Record<string, () => string>>) =>
  Object.values(kinds).flatMap((kind) => Array.from({ length: 10 }, kind));
const CREDENTIALS = tenOf(CREDENTIAL_KINDS);
const PERSONAL = tenOf(PERSONAL_KINDS);
const CANARIES = [...CREDENTIALS, ...PERSONAL, ...NAMES];

/** What of a canary may appear nowhere: its longest word; of several as long, the last. */
const traceOf = (canary: string) =>
  canary.split(/[\s:=@]+/).reduce((longest, word) => (word.length >= longest.length ? word : longest), "");

const traces = (of: readonly string[], sink: string) => of.filter((canary) => sink.includes(traceOf(canary)));

/** A model that answers with all it was told, and one that quotes it in its error. */
async function leakyModels() {
  const echo = await serve(async (request, response) => {
    const said = JSON.parse(await text(request)).messages.at(-1).content;
    const chunk = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
    response.writeHead(200, { "content-type": "text/event-stream" });
    chunk({ model: "echo", choices: [{ index: 0, delta: { content: said } }] });
    chunk({ model: "echo", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
    response.end("data: [DONE]\n\n");
  });
  const accuser = await serve(async (request, response) => {
    const message = `cannot process ${await text(request)} of ${request.headers.authorization}`;
    response
      .writeHead(400, { "content-type": "application/json" })
      .end(JSON.stringify({ error: { code: "bad", message } }));
  });
  return { echo, accuser };
}

/** Runs all canaries through questions, answers, errors, ids and logs, and gives each sink as one text. */
async function sinksAfterRun(options: Partial<TelemetryOptions> = {}, queryCharacters = 0) {
  const folder = await temporaryFolder();
  const collected: string[] = [];
  const collector = await serve(async (request, response) => {
    collected.push(await text(request));
    response.end("{}");
  });
  const memory = createMemoryExporter();
  const complaints: TelemetryExporter = {
    name: "complaining",
    async export() {
      throw new Error(`refused with ${CREDENTIALS.join(" ")}`);
    },
  };
  const sqlite = await openSqliteExporter({ file: join(folder, "telemetry.sqlite") });
  const key = CREDENTIALS[0] ?? "";
  const telemetry = createTelemetry({
    exporters: [memory, sqlite, createOtlpExporter({ endpoint: collector, resource: RESOURCE }), complaints],
    redact: createRedactor([key]).text,
    queue: { tries: 1 },
    ...options,
  });
  const lines: string[] = [];
  const write = (message: string, fields?: unknown) => lines.push(inspect({ message, fields }, { depth: 9 }));
  const logger: Logger = telemetry.logger({ debug: write, info: write, warn: write, error: write });

  const { echo, accuser } = await leakyModels();
  const orchestrator = createOrchestrator({
    backends: [
      { provider: createFoundryLocal({ endpoint: echo }), model: "echo", maxTokens: 1000 },
      {
        provider: createOpenAiCompatible({
          name: "azure",
          baseUrl: `${accuser}/v1`,
          tier: "azure",
          apiKey: key,
        }),
        model: "gpt-4o",
        maxTokens: 1000,
      },
    ],
    queryCharacters,
    ...telemetry.watch,
  });
  for (const [place, canary] of CANARIES.entries()) {
    const hints = { target: place % 2 === 0 ? ("local" as const) : ("cloud" as const) };
    const messages = [{ role: "user" as const, content: `Hello, this is ${canary} .` }];
    const context = { requestId: `r-${place} ${canary}`, tenant: canary, client: canary, user: canary };
    await orchestrator.complete({ model: "auto", messages, hints }, context).catch((error: Error) => {
      if (place < CREDENTIALS.length + PERSONAL.length) logger.error(error.message, { canary });
    });
    await orchestrator.complete({ model: canary, messages }, context).catch(() => {});
    await orchestrator
      .complete({ model: "auto", messages, hints: { strategy: canary } }, context)
      .catch(() => {});
  }
  await telemetry.flush();
  const prometheus = telemetry.metrics.prometheus();
  const states = await telemetry.close();
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), "latin1")),
  );
  return {
    spans: memory.spans(),
    sinks: {
      spans: inspect(memory.spans(), { depth: 9, maxArrayLength: null, maxStringLength: null }),
      export: JSON.stringify(toOtlpTraces(memory.spans(), RESOURCE)),
      metrics: `${prometheus}${JSON.stringify(memory.metrics())}`,
      collector: collected.join("\n"),
      sqlite: files.join("\n"),
      errors: inspect(states, { depth: 9 }),
      logs: lines.join("\n"),
    },
  };
}

describe("a hundred canaries in questions, answers, errors, ids and keys", () => {
  test("leave no trace in spans, exports, metrics, files, errors and logs", async () => {
    const { sinks, spans } = await sinksAfterRun();
    expect(new Set(CANARIES.map(traceOf)).size).toBe(100);
    expect(spans.length).toBeGreaterThan(300);
    for (const [name, sink] of Object.entries(sinks)) {
      expect(sink.length, name).toBeGreaterThan(100);
      expect(traces(CANARIES, sink), name).toEqual([]);
    }
  });

  test("with content shown redacted, hide keys and what has a form; with all of it, keys", async () => {
    const redacted = await sinksAfterRun({ content: "redacted" }, 500);
    expect(redacted.sinks.spans).toContain("Hello, this is");
    expect(traces([...CREDENTIALS, ...PERSONAL], redacted.sinks.spans)).toEqual([]);
    const full = await sinksAfterRun({ content: "full" }, 500);
    expect(traces(CREDENTIALS, full.sinks.spans)).toEqual([]);
    expect(traces(PERSONAL, full.sinks.spans).length).toBeGreaterThan(0);
  });
});

describe("the redactor", () => {
  const redactor = createTelemetryRedactor();

  test("leaves names of models, routes, versions and ids of requests as they are", () => {
    for (const name of [
      "gpt-4o-2024-11-20",
      "Phi-3.5-mini-instruct-generic-cpu:1",
      "claude-3-5-sonnet-20241022",
      "qwen2.5-coder-7b-instruct",
      "POST /v1/chat/completions",
      "bert 0.42, length -0.10",
      "0b3d9d2e-7f63-4c1e-9a52-9f3f0d1c2b3a",
      "answer-0123456789abcdef01234567",
      "Sweden Central",
      "task-classification",
    ])
      expect(redactor.text(name)).toBe(name);
  });

  test("finds a secret that lies across the limit", () => {
    const secret = `sk-${drawn(MIXED, 40)}`;
    const shown = redactor.text(`${"word ".repeat(50)}${secret} end`);
    expect(shown.length).toBeLessThanOrEqual(256);
    expect(shown).not.toContain(secret.slice(0, 6));
  });

  test("cuts a text of 1 MB, whatever is in it", () => {
    for (const piece of ["a", "1", "a@", "-", "eyJ", "sk-", "password=", "4 ", "://a:", "AA11"]) {
      const shown = redactor.text(piece.repeat(Math.ceil(1_000_000 / piece.length)));
      expect(shown.length).toBeLessThanOrEqual(256);
    }
  });
});
