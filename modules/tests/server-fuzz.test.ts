import fc from "fast-check";
import { expect, test } from "vitest";
import { createPassageIndex, createRag } from "../src/retrieval/index.ts";
import { ask, startTestServer } from "./start-test-server.ts";

interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const RUNS = 5000;

const words = fc.constantFrom(
  "auto",
  "small",
  "large",
  "hi",
  "user",
  "assistant",
  "local",
  "cloud",
  "rule",
  "float",
  "1h",
  "",
  "\u0000",
  "💥",
);
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  words,
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, -1, 0, 1, 1e308, Number.MAX_SAFE_INTEGER),
  fc.constant([{ role: "user", content: "hi" }]),
  fc.array(fc.record({ role: words, content: fc.oneof(words, fc.jsonValue({ maxDepth: 2 })) }), {
    maxLength: 3,
  }),
);

/** Bodies that come near the schema: its own fields, with values that fit or do not. */
function bodyOf(schema: Schema | undefined): fc.Arbitrary<unknown> {
  const names = Object.keys(schema?.properties ?? {});
  const fields = Object.fromEntries(
    names.map((name) => [name, name === "stream" ? fc.constantFrom(false, null, 3) : anyValue]),
  );
  const likely = {
    messages: fc.constant([{ role: "user", content: "hi" }]),
    query: words,
    prompt: words,
    input: words,
  };
  const known = Object.fromEntries(Object.entries(likely).filter(([name]) => names.includes(name)));
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ ...fields, ...known }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: anyValue },
  );
}

test("5,000 generated requests get no status that the document does not declare, and no 5xx", {
  timeout: 600_000,
}, async () => {
  const rag = createRag({ index: await createPassageIndex({ passages: [] }) });
  const server = await startTestServer({ server: { rag } });
  const { body: document } = await ask(server, "/openapi.json");
  const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const requests = fc.constantFrom(...operations).chain(({ path, method, operation }) => {
    const schema = operation.requestBody?.content["application/json"].schema;
    return fc.record({
      operation: fc.constant(operation),
      method: fc.constant(method),
      path: fc
        .oneof(words, fc.string())
        .map((name) => path.replace(/\{\w+\}/, encodeURIComponent(name) || "x")),
      query: fc.oneof(
        { weight: 4, arbitrary: fc.constant("") },
        fc.webQueryParameters().map((text) => `?${text}`),
        fc
          .string()
          .map((text) => `?time_range=${encodeURIComponent(text)}&limit=${encodeURIComponent(text)}`),
      ),
      body: schema ? bodyOf(schema) : fc.constant(undefined),
    });
  });
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(requests, async ({ operation, method, path, query, body }) => {
      const response = await fetch(server.url + path + query, {
        method,
        ...(body !== undefined && {
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body) ?? "null",
        }),
      });
      const text = await response.text();
      const { status } = response;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const said = `${method} ${path}${query} ${JSON.stringify(body)} -> ${status} ${text.slice(0, 300)}`;
      expect(status, said).toBeLessThan(500);
      // A name that is a dot or has a slash in it leads to another path.
      if (status !== 404 && status !== 405)
        expect(Object.keys(operation.responses), said).toContain(String(status));
      if (status >= 400)
        expect(JSON.parse(text).error, said).toMatchObject({
          message: expect.any(String),
          code: expect.any(String),
        });
    }),
    { numRuns: RUNS, seed: 7 },
  );
  expect(statuses.get(200)).toBeGreaterThan(RUNS / 10);
  expect(statuses.get(400)).toBeGreaterThan(RUNS / 10);
});
