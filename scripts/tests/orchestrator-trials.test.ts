import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { loadSettings } from "../../modules/src/config/index.ts";
import { silentLogger } from "../../modules/src/core/index.ts";
import { startServer } from "../../modules/src/server/index.ts";
import { ask, question } from "../../modules/tests/start-test-server.ts";
import { type WireDouble, wireDouble } from "../../modules/tests/wire-double.ts";
import { openService } from "../orchestrator/open-service.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const CHAT = "/v1/chat/completions";
const TRIALS = "/router/experiments";

/** What `npm run orchestrator -- --config FILE` serves, over two models of one double; ended with the test. */
async function serve(more: string, { address }: Pick<WireDouble, "address">, folder = temporaryFolder()) {
  const file = join(folder, "mine.yaml");
  writeFileSync(
    file,
    `strategy: rule
providers:
  here: { kind: openai-compatible, endpoint: "${address}/v1", tier: local }
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  small: { provider: here, name: small-1, capabilities: [conversation] }
  large: { provider: there, name: large-1, capabilities: [conversation], usd_per_million_tokens: { input: 1, output: 2 } }
  other: { provider: there, name: other-1, capabilities: [conversation], usd_per_million_tokens: { input: 3, output: 6 } }
routes: { local: [small], cloud: [large, other] }
health_check: { enabled: false }
ledger: { file: ${join(folder, "ledger.sqlite")} }
${more}
`,
  );
  const { settings } = loadSettings({ environment: {}, envFile: false });
  const service = await openService(settings, {
    source: { file },
    ledger: "as-configured",
    budgetUsdPerDay: undefined,
    stateFolder: folder,
    logger: silentLogger,
  });
  const server = await startServer({ ...service, port: 0 });
  const close = async () => {
    await server.close();
    await service.close();
  };
  onTestFinished(close);
  return { ...server, close, folder, orchestrator: service.orchestrator };
}

const trialsIn = z.object({
  experiments: z.array(
    z.object({
      experiment: z.string(),
      requests: z.number(),
      share: z.number(),
      variants: z.array(
        z.object({
          variant: z.string(),
          requests: z.number(),
          figures: z.record(z.string(), z.object({ value: z.number(), requests: z.number() })),
        }),
      ),
      comparisons: z.array(z.object({ metric: z.string(), verdict: z.string() })),
      says: z.array(z.string()),
    }),
  ),
});

const EXPERIMENT = `experiments:
  - name: larger
    unit: request
    goal: rating
    planned_requests: 100
    variants: [{ name: now, model: large }, { name: new, model: other }]
`;

test("an experiment is read over HTTP, and a rating counts in the one that its request was in, once", async () => {
  const server = await serve(EXPERIMENT, await wireDouble());
  const before = trialsIn.parse((await ask(server, TRIALS)).body);
  expect(before.experiments).toMatchObject([{ experiment: "larger", requests: 0, share: 1 }]);
  const ratingOf: Record<string, number> = { large: 2, other: 5 };
  for (let count = 0; count < 20; count++) {
    const { body, headers } = await ask(server, CHAT, { messages: question(`hello ${count}`) });
    const { model_id } = z.object({ model_id: z.string() }).parse(body["x-routing-metadata"]);
    const rating = ratingOf[model_id];
    for (const again of [rating, 1]) {
      const rated = { request_id: headers.get("x-request-id"), rating: again };
      expect((await ask(server, "/v1/feedback", rated)).status).toBe(200);
    }
  }
  const [report] = trialsIn.parse((await ask(server, TRIALS)).body).experiments;
  expect(report?.requests).toBe(20);
  const [now, next] = report?.variants ?? [];
  expect(now?.figures.rating).toMatchObject({ value: 0.25, requests: now?.requests });
  expect(next?.figures.rating).toMatchObject({ value: 1, requests: next?.requests });
  expect(report?.comparisons.find(({ metric }) => metric === "rating")?.verdict).toBe("too-early");
  expect(report?.says).toContain("Too few units yet to compare new with now.");
});

test("a configuration without experiments has none to tell; a server behind which there is none offers no such route", async () => {
  const server = await serve("", await wireDouble());
  expect((await ask(server, TRIALS)).body).toMatchObject({ experiments: [] });
  const document = await ask(server, "/openapi.json");
  expect(document.body.paths).toHaveProperty([TRIALS, "get"]);
});
