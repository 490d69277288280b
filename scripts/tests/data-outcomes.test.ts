import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createScoreRouter } from "../../modules/src/evaluation/score-router.ts";
import { deriveOutcomes, outcomeId } from "../data/derive-outcomes.ts";
import { fetchFullRows } from "../data/fetch-full-rows.ts";
import type { FullRow } from "../data/full-row.ts";
import { mmluDomains, routeLlm, routerArena } from "../data/outcome-sources.ts";
import { parseCsv } from "../data/parse-csv.ts";
import { createQuoteFinder } from "../data/quoted-question.ts";

const row = (benchmark: string, domain: string, prompt: string, more: Partial<FullRow> = {}): FullRow => ({
  benchmark,
  domain,
  prompt,
  weak_correct: true,
  strong_correct: false,
  ...more,
});

const derive = (rows: readonly FullRow[]) =>
  deriveOutcomes({
    rows,
    routers: { third: createScoreRouter({ name: "x", scoreOf: () => 1 / 3 }) },
    countTokens: (text) => text.length * 2,
  });

describe("deriving outcomes", () => {
  test("keeps figures and no text", async () => {
    const [outcome] = await derive([
      row("routerarena", "MATH", "How  many\nsides?", {
        weak_cost_usd: 0.000004500000000000001,
        strong_cost_usd: 0,
      }),
    ]);
    expect(outcome).toEqual({
      id: "b0ea9ec86c61c2fd",
      benchmark: "routerarena",
      domain: "MATH",
      tokens: 32,
      words: 3,
      characters: 16,
      weakRight: true,
      strongRight: false,
      split: expect.stringMatching(/^(?:dev|test)$/),
      weakCostUsd: 0.0000045,
      strongCostUsd: 0,
      scores: { third: 0.33333 },
    });
    expect(JSON.stringify(outcome)).not.toContain("sides");
  });

  test("keeps a question that comes twice once", async () => {
    const twice = [
      row("mmlu", "virology", "What?"),
      row("mmlu", "anatomy", "What?"),
      row("gsm8k", "gsm8k", "What?"),
    ];
    const outcomes = await derive(twice);
    expect(outcomes.map(({ benchmark, domain }) => [benchmark, domain])).toEqual([
      ["mmlu", "virology"],
      ["gsm8k", "gsm8k"],
    ]);
    expect(outcomes[0]?.id).toBe(outcomeId({ benchmark: "mmlu", prompt: "What?" }));
  });

  test("splits MMLU by domain and the others by question, six to four", async () => {
    const questions = Array.from({ length: 400 }, (_, at) => `Question ${at}?`);
    const mmlu = await derive(questions.map((prompt, at) => row("mmlu", `domain ${at % 8}`, prompt)));
    for (const group of Map.groupBy(mmlu, ({ domain }) => domain).values())
      expect(new Set(group.map(({ split }) => split)).size).toBe(1);
    const gsm8k = await derive(questions.map((prompt) => row("gsm8k", "gsm8k", prompt)));
    const share = gsm8k.filter(({ split }) => split === "dev").length / gsm8k.length;
    expect(Math.abs(share - 0.6)).toBeLessThan(0.08);
  });

  test("keeps a quoted question in the split of the one it quotes", async () => {
    const questions = Array.from({ length: 40 }, (_, at) =>
      row("gsm8k", "gsm8k", `Mira has ${at} apples and eats two of them every single day. When is she done?`),
    );
    const quoting = questions.map(({ prompt }) =>
      row("routerarena", "MATH", `Please solve this step by step.\n\nQuestion: ${prompt}\n\nBe brief.`),
    );
    const splits = new Map((await derive([...quoting, ...questions])).map(({ id, split }) => [id, split]));
    expect(new Set(splits.values()).size).toBe(2);
    for (const [at, question] of questions.entries())
      expect(splits.get(outcomeId(quoting[at] ?? question))).toBe(splits.get(outcomeId(question)));
  });
});

test("a quote is found without its choices, and a short phrase is no quote", () => {
  const question = row(
    "mmlu",
    "virology",
    "Which of these viruses was the first one ever seen?\nA. one\nB. two\nAnswer:",
  );
  const find = createQuoteFinder([question, row("mmlu", "virology", "What is it?")]);
  expect(
    find(row("routerarena", "x", "Q: which of these viruses, was the first one ever seen (see below)")),
  ).toBe(question);
  expect(find(row("routerarena", "x", "What is it? Which of these viruses was the second?"))).toBeUndefined();
  expect(find(question)).toBeUndefined();
});

describe("CSV", () => {
  test("is read with quotes, commas and line ends in fields", () => {
    expect(parseCsv('a,b\n1,"x, ""y""\nz"\r\n,plain\n')).toEqual([
      { a: "1", b: 'x, "y"\nz' },
      { a: "", b: "plain" },
    ]);
    expect(parseCsv("a,b\n1,2")).toEqual([{ a: "1", b: "2" }]);
    expect(parseCsv("")).toEqual([]);
  });

  test("that is broken is refused where it breaks", () => {
    expect(() => parseCsv('a\n"open')).toThrow("Character 2 of the CSV file");
  });
});

/** The files of the two repositories, as small as they can be. */
const files = new Map<string, string>([
  ...mmluDomains.map((domain): [string, string] => [
    `${routeLlm.repository}/${routeLlm.commit}/routellm/evals/mmlu/responses/mmlu_${domain}.csv`,
    `prompt,mistralai/Mixtral-8x7B-Instruct-v0.1,gpt-4-1106-preview\n"On ${domain}, what?\nA. x",False,True\nSeen before,True,True\n`,
  ]),
  [
    `${routeLlm.repository}/${routeLlm.commit}/routellm/evals/mmlu/contaminated_prompts.jsonl`,
    '{"eval_prompt": "Seen before"}\n',
  ],
  [
    `${routeLlm.repository}/${routeLlm.commit}/routellm/evals/gsm8k/gsm8k_responses.csv`,
    'prompt,mistralai/Mixtral-8x7B-Instruct-v0.1,gpt-4-1106-preview,more\nHow many?,True,False,"an, answer"\n',
  ],
  [`${routeLlm.repository}/${routeLlm.commit}/routellm/evals/gsm8k/contaminated_prompts.jsonl`, ""],
  ...["claude-3-haiku-20240307", "gemini-2.0-flash-001"].map((model, at): [string, string] => [
    `${routerArena.repository}/${routerArena.commit}/cached_results/${model}.jsonl`,
    `${JSON.stringify({ global_index: "Music_Theory_7", question: "Which key?", evaluation_result: { score: at, inference_cost: 0.25 } })}\n`,
  ]),
]);

async function serve(content: ReadonlyMap<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const text = content.get(request.url?.slice(1) ?? "");
    if (text === undefined) response.writeHead(404).end();
    else response.end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("fetching full rows", () => {
  test("reads both repositories, without questions seen in training", async () => {
    const rows = await fetchFullRows({ filesUrl: `${await serve(files)}/` });
    expect(rows).toHaveLength(mmluDomains.length + 2);
    expect(rows[0]).toEqual({
      benchmark: "mmlu",
      domain: "abstract_algebra",
      prompt: "On abstract_algebra, what?\nA. x",
      weak_correct: false,
      strong_correct: true,
    });
    expect(rows.at(-2)).toMatchObject({ benchmark: "gsm8k", prompt: "How many?", weak_correct: true });
    expect(rows.at(-1)).toEqual({
      benchmark: "routerarena",
      domain: "Music_Theory",
      prompt: "Which key?",
      weak_correct: false,
      strong_correct: true,
      weak_cost_usd: 0.25,
      strong_cost_usd: 0.25,
    });
  });

  test("names the file that is not there, in one line", async () => {
    const filesUrl = await serve(new Map());
    await expect(fetchFullRows({ filesUrl })).rejects.toThrow(
      "routellm/evals/mmlu/contaminated_prompts.jsonl of lm-sys/RouteLLM cannot be fetched: it answered 404.",
    );
  });
});
