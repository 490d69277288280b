import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { outcomesFile, readOutcomes } from "../../modules/src/evaluation/read-outcomes.ts";
import { promptsFile } from "../../modules/src/evaluation/read-prompts.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function data(...args: string[]) {
  const child = execFile(process.execPath, [join(import.meta.dirname, "../data.ts"), ...args]);
  let [out, err] = ["", ""];
  child.stdout?.on("data", (text) => {
    out += text;
  });
  child.stderr?.on("data", (text) => {
    err += text;
  });
  const [code] = await once(child, "close");
  return { code, out, err };
}

/** A port that nobody listens on any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const question = (prompt: string, right: boolean) =>
  JSON.stringify({
    id: "q",
    benchmark: "mine",
    domain: "d",
    prompt,
    weak_correct: right,
    strong_correct: true,
  });

describe("npm run data:prompts", () => {
  test("writes the same file as the shipped one, and finds a changed one", async () => {
    const file = join(temporaryFolder(), "prompts.jsonl");
    expect((await data("prompts", "--out", file)).out).toMatch(
      /: \d+ prompts of \d+ templates, \d+ for the cloud; dev \d+, test \d+\.\n$/,
    );
    expect(readFileSync(file, "utf8") === readFileSync(promptsFile, "utf8")).toBe(true);
    writeFileSync(file, `${readFileSync(file, "utf8")}{}\n`);
    const { code, err } = await data("prompts", "--check", "--out", file);
    expect(code).toBe(1);
    expect(err).toMatch(/is not what the templates give\. Run npm run data:prompts\.\n$/);
  });
});

describe("npm run data:outcomes", () => {
  test("derives scores of the questions in the files it is given", async () => {
    const folder = temporaryFolder({
      "a.jsonl": `${question("How many sides has a hexagon?", true)}\n`,
      "b.jsonl": `${question("Prove it.", false)}\n${question("How many sides has a hexagon?", true)}\n`,
    });
    const out = join(folder, "scores.jsonl");
    const { code, err } = await data(
      "outcomes",
      "--from",
      join(folder, "a.jsonl"),
      "--from",
      join(folder, "b.jsonl"),
      "--out",
      out,
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const rows = readOutcomes(out);
    expect(rows.map(({ words, weakRight }) => [words, weakRight])).toEqual([
      [6, true],
      [2, false],
    ]);
    expect(Object.keys(rows[0]?.scores ?? {})).toEqual(expect.arrayContaining(["rule", "length"]));
  });

  test("names the line that cannot be used, and writes nothing", async () => {
    const folder = temporaryFolder({ "a.jsonl": `${question("Who?", true)}\n{"benchmark": "mine"}\n` });
    const out = join(folder, "scores.jsonl");
    const { code, err } = await data("outcomes", "--from", join(folder, "a.jsonl"), "--out", out);
    expect(code).toBe(1);
    expect(err).toMatch(/^a\.jsonl line 2: domain: .*\n$/);
    expect(statSync(out, { throwIfNoEntry: false })).toBeUndefined();
  });

  test("says in one line that the repositories cannot be reached, and leaves the scores alone", async () => {
    const before = statSync(outcomesFile).mtimeMs;
    const { code, out, err } = await data(
      "outcomes",
      "--files-url",
      `http://127.0.0.1:${await closedPort()}`,
    );
    expect(code).toBe(1);
    expect(out).toMatch(
      /^Fetching from github\.com\/lm-sys\/RouteLLM and github\.com\/RouteWorks\/RouterArena/,
    );
    expect(err).toMatch(
      /^\S+ of lm-sys\/RouteLLM cannot be fetched: the connection failed \(ECONNREFUSED\)\. Offline\? .* --from FILE; .*\n$/,
    );
    expect(statSync(outcomesFile).mtimeMs).toBe(before);
  });
});

test("npm run data:score prints every baseline beside the rule router, as text and as JSON", async () => {
  const { code, out } = await data("score", "--json", "--resamples", "20");
  expect(code).toBe(0);
  const { prompts, outcomes } = JSON.parse(out);
  expect(prompts.scores.map(({ router }: { router: string }) => router)).toEqual([
    ...["always-local", "always-cloud", "random-mix", "length", "word-count", "first-word", "oracle", "rule"],
  ]);
  expect(outcomes.map(({ name }: { name: string }) => name)).toEqual([
    "all benchmarks",
    "mmlu",
    "gsm8k",
    "routerarena",
  ]);
  const text = (await data("score", "--resamples", "20")).out;
  for (const sentence of [...prompts.verdicts, ...outcomes[0].verdicts]) expect(text).toContain(sentence);
});

test.each([
  [["outcomes", "--form", "x"], /^Unknown option '--form'\. See --help\.\n$/],
  [["outcomes", "--all", "--from", "x"], /^--all goes with fetching, not with --from\. See --help\.\n$/],
  [["prompt"], /^"prompt" is no command: prompts, outcomes or score\.\n$/],
  [[], /^Name a command: prompts, outcomes or score\.\n$/],
  [
    ["score", "--resamples", "many"],
    /^--resamples must be a whole number from 1 to 999999, not "many"\. See --help\.\n$/,
  ],
  [["score", "now"], /^"now" means nothing here\. See --help\.\n$/],
])("explains %j in one line", async (args, line) => {
  expect(await data(...args)).toEqual({ code: 2, out: "", err: expect.stringMatching(line) });
});

test("--help tells the three commands", async () => {
  const { code, out } = await data("--help");
  expect(code).toBe(0);
  for (const name of ["data:prompts", "data:outcomes", "data:score"]) expect(out).toContain(name);
});
