import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../src/server/index.ts";
import { fileOf, open } from "./configured-orchestrator.ts";
import { ask, question } from "./start-test-server.ts";
import { wireDouble } from "./wire-double.ts";

/** Two models in the cloud with a price of their own, and what else the file says. The double bills 11 and 2 tokens. */
const configured = async (more: string) => {
  const { address, seen } = await wireDouble();
  const file = await fileOf(`strategy: rule
providers:
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  large: { provider: there, capabilities: [conversation], usd_per_million_tokens: { input: 1, output: 2 } }
  other: { provider: there, capabilities: [conversation], usd_per_million_tokens: { input: 1, output: 2 } }
routes: { local: [large], cloud: [large] }
health_check: { enabled: false }
${more}
`);
  return { file, seen };
};

const serve = async (more: string) => {
  const { file, seen } = await configured(more);
  const orchestrator = await open(file, {});
  const server = await startServer({ orchestrator, port: 0 });
  onTestFinished(() => server.close());
  return { ...server, seen };
};

const PRICES = `prices:
  large:
    - { from: 2020-01-01, input: 10, output: 20 }
    - { from: 2999-01-01, input: 1000, output: 2000 }
  other:
    - { from: 2999-01-01, input: 1000, output: 2000 }
`;

test("an answer is charged at the price of the day on which it was asked, and models are listed with it", async () => {
  const server = await serve(PRICES);
  const costOf = async (model: string) => {
    const { body } = await ask(server, "/v1/chat/completions", { model, messages: question("hello") });
    return body["x-routing-metadata"];
  };
  expect(await costOf("large")).toMatchObject({ cost_usd: expect.closeTo(0.00015, 9) });
  expect(await costOf("other")).toMatchObject({ cost_usd: expect.closeTo(0.000015, 9) });
  const { body } = await ask(server, "/v1/models/large");
  expect(body).toMatchObject({ cost: { input_per_1k: 0.01, output_per_1k: 0.02 } });
});

test("a price without a day, of no model, or twice from one day is refused with its line", async () => {
  const problem = async (more: string) => {
    const { file } = await configured(more);
    return open(file, {}).catch(String);
  };
  expect(await problem("prices: { large: [{ from: soon, input: 1, output: 2 }] }")).toMatch(
    /line 9: .* must be a day such as/,
  );
  expect(await problem("prices: { larg: [{ from: 2020-01-01, input: 1 }] }")).toContain(
    "did you mean large?",
  );
  const twice = "[{ from: 2020-01-01, input: 1 }, { from: 2020-01-01, input: 2 }]";
  expect(await problem(`prices: { large: ${twice} }`)).toContain("two prices from one day");
});
