import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AzureOpenAI } from "openai";
import { describe, expect, onTestFinished, test } from "vitest";
import { answerOf, type LossRow, readExamples } from "../../modules/src/finetune/index.ts";
import { runNode } from "../../modules/tests/run-process.ts";
import { startTestCloud, variable } from "../../modules/tests/start-test-cloud.ts";
import { lossCurve } from "../finetune/loss-curve.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const script = join(import.meta.dirname, "../finetune-phi.ts");
/** Neither this machine's settings nor a running lab cloud. */
const NOWHERE = { AZURE_OPENAI_ENDPOINT: "", AZURE_OPENAI_API_KEY: "" };

const start = (args: readonly string[], environment: Record<string, string> = {}) =>
  runNode([script, ...args], { ...NOWHERE, ...environment });

async function finetune(args: readonly string[], environment: Record<string, string> = {}) {
  const running = start(args, environment);
  const code = await running.ended;
  return { code, out: running.stdout(), err: running.stderr() };
}

const LOCAL = [
  "apple",
  "bread",
  "candle",
  "dragon",
  "engine",
  "forest",
  "garden",
  "hammer",
  "island",
  "jacket",
  "kitten",
  "ladder",
];
const CLOUD = [
  "algebra",
  "bounds",
  "cycles",
  "duality",
  "entropy",
  "fibres",
  "germs",
  "hulls",
  "ideals",
  "joins",
  "kernels",
  "loops",
];

/** Labelled prompts that words decide; every fourth is held out. */
function toyFile(): string {
  const row = (prompt: string, target: string, index: number) =>
    JSON.stringify({ id: `${target}-${index}`, prompt, target, split: index % 4 === 3 ? "test" : "dev" });
  const lines = [
    ...LOCAL.map((word, index) => row(`What colour has ${word.repeat(4)}?`, "local", index)),
    ...CLOUD.map((word, index) => row(`Prove theorem ${word.repeat(4)} now`, "cloud", index)),
  ];
  return file("toy.jsonl", lines.join("\n"));
}

function file(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** The lab cloud at an address that does not say so. */
async function startDisguise(target: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith("/lab/")) return void outgoing.writeHead(404).end("{}");
    const { method, headers } = incoming;
    const forwarded = request(`${target}${incoming.url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("npm run finetune:phi", () => {
  test("prepares files of the shipped prompts, with counts, tokens and a price, and sends nothing", async () => {
    const folder = join(temporaryFolder(), "out");
    const { code, out, err } = await finetune(["--prepare-only", "--out", folder]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Training file: (\d+) rows, \d+ local and \d+ cloud\. Validation file: \d+ rows/);
    expect(out).toMatch(
      /Tokens: [\d,]+, in 3 epochs [\d,]+\. On gpt-4o-mini-2024-07-18: about \$\d+\.\d\d of training\./,
    );
    const { examples, problems } = readExamples(readFileSync(join(folder, "training.jsonl"), "utf8"));
    expect(problems).toEqual([]);
    expect(out).toContain(`Training file: ${examples.length} rows`);
    const local = examples.filter(({ example }) => answerOf(example) === "local").length;
    expect(local / examples.length).toBeCloseTo(0.45, 1);
    expect(existsSync(join(folder, "validation.jsonl"))).toBe(true);
  });

  test("tunes on a lab cloud, shows the curve, and measures on held-out rows", async () => {
    const cloud = await startTestCloud({ embeddings: "hashed-words" });
    const { code, out, err } = await finetune(
      [
        "--data",
        toyFile(),
        "--endpoint",
        cloud.http,
        "--local-ratio",
        "0.5",
        "--epochs",
        "20",
        "--validation-share",
        "0.2",
        "--json",
      ],
      { AZURE_OPENAI_API_KEY: variable(cloud, "AZURE_OPENAI_API_KEY") },
    );
    expect(code).toBe(0);
    expect(err).toContain(`Runs on the lab cloud at ${cloud.http}.`);
    expect(err).toMatch(/Job ftjob-\w+ is made\.\n {2}Job enqueued\./);
    expect(err).toMatch(/succeeded, step \d+: loss 0\.\d+, validation 0\.\d+ \(mean of the last 20 steps\)/);
    expect(err).toMatch(/● training loss {2}○ validation loss, step 1 to \d+/);
    expect(err).toMatch(/^simulated: .* neither is a language model\.$/m);
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      provenance: "simulated",
      counts: { training: { local: expect.any(Number) } },
      watched: { job: { status: "succeeded", model: "gpt-4o-mini-2024-07-18", seed: 42 } },
      measured: { rows: 6 },
    });
    const names = result.measured.scores.map(({ router }: { router: string }) => router);
    expect(names).toEqual(["always-local", "rule", "zero-shot", "tuned"]);
    const [majority, , , tuned] = result.measured.scores;
    expect(tuned.accuracy).toBeGreaterThan(majority.accuracy);

    const name = result.watched.job.fine_tuned_model;
    const again = await finetune([
      "--data",
      toyFile(),
      "--endpoint",
      cloud.http,
      "--measure",
      name,
      "--rows",
      "4",
    ]);
    expect(again.code).toBe(0);
    expect(again.out).toContain("On 4 held-out rows");
    expect(again.out).not.toContain("is made");
  });

  test("cancels its job on Ctrl-C, and says so", async () => {
    const cloud = await startTestCloud({ embeddings: "hashed-words" });
    const running = start(["--endpoint", cloud.http, "--epochs", "50"]);
    const client = new AzureOpenAI({
      endpoint: cloud.http,
      apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
      apiVersion: "2025-03-01-preview",
    });
    const job = async () => (await client.fineTuning.jobs.list()).data[0];
    while ((await job())?.status !== "running") await new Promise((resolve) => setTimeout(resolve, 20));
    running.child.kill("SIGINT");
    expect(await running.ended).toBe(130);
    const { id, status } = (await job()) ?? {};
    expect(status).toBe("cancelled");
    expect(running.stdout()).toContain(`Stopped. Job ${id} is cancelled.\n`);
    expect(running.stdout()).not.toContain("held-out rows;");
    expect(running.stderr()).toBe("");
  });

  test("sends nothing that is billed without --yes", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(404).end("{}");
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, out, err } = await finetune(["--data", toyFile(), "--endpoint", endpoint]);
    expect({ code, err }).toEqual({
      code: 1,
      err: "Nothing was sent: this is billed. Run it again with --yes to go on.\n",
    });
    expect(out).toMatch(
      /about \$0\.\d\d of training\. While the tuned model is deployed, Azure bills \$1\.70 an hour/,
    );
    expect(asked).toEqual(["GET /lab/state"]);
  });

  test("runs on what is no lab cloud with --yes and an Entra token, and says how to deploy", async () => {
    const cloud = await startTestCloud({ embeddings: "hashed-words" });
    const endpoint = await startDisguise(cloud.http);
    const identity = {
      IDENTITY_ENDPOINT: variable(cloud, "IDENTITY_ENDPOINT"),
      IDENTITY_HEADER: variable(cloud, "IDENTITY_HEADER"),
    };
    const tuned = await finetune(["--data", toyFile(), "--endpoint", endpoint, "--yes"], identity);
    expect(tuned).toMatchObject({ code: 0, err: "" });
    expect(tuned.out).toContain(`Runs on Azure OpenAI at ${endpoint}.`);
    expect(tuned.out).not.toContain("held-out rows;");
    const name = /--model-name "(\S+)"/.exec(tuned.out)?.[1] ?? "";
    expect(name).toMatch(/^gpt-4o-mini-2024-07-18\.ft-\w+:router$/);
    const measured = await finetune(
      ["--data", toyFile(), "--endpoint", endpoint, "--yes", "--measure", name],
      identity,
    );
    expect(measured).toMatchObject({ code: 0, err: "" });
    expect(measured.out).toContain("On 6 held-out rows");
    expect(measured.out).not.toContain("zero-shot");
  });

  test("refuses rows that give held-out rows away, and writes nothing", async () => {
    const lines = readFileSync(toyFile(), "utf8").split("\n");
    const leak = JSON.stringify({ ...JSON.parse(lines[3] ?? ""), id: "leak", split: "dev" });
    const out = join(temporaryFolder(), "out");
    const result = await finetune([
      "--data",
      file("leak.jsonl", [...lines, leak].join("\n")),
      "--prepare-only",
      "--out",
      out,
    ]);
    expect(result.code).toBe(1);
    expect(result.err).toBe(
      "The rows give something away, so nothing was written or sent: leak is the same as local-3 of the held-out rows.\n",
    );
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [["--data", "/nowhere.jsonl"], 1, /^The prompts file nowhere\.jsonl cannot be read \(ENOENT\)\./],
    [["--model", "gpt-4o"], 2, /^--model gpt-4o is none that can be tuned; there are gpt-4\.1, /],
    [["--epochs", "0"], 2, /^--epochs must be a whole number from 1, not "0"\. See --help\.\n$/],
    [["--local-ratio", "2"], 1, /^The local ratio must lie between 0 and 1, and is 2\.\n$/],
    [["--local-ratio", "much"], 2, /^--local-ratio must be a number, not "much"\. See --help\.\n$/],
    [["--lora-rank", "16"], 2, /^Unknown option '--lora-rank'\. See --help\.\n$/],
    [["word"], 2, /^"word" means nothing here\. See --help\.\n$/],
  ])("does not go on with %j", async (args, code, message) => {
    const result = await finetune(args);
    expect(result).toMatchObject({ code, out: "" });
    expect(result.err).toMatch(message);
  });

  test("names the bad line of a file", async () => {
    const lines = readFileSync(toyFile(), "utf8").split("\n");
    lines[6] = '{"prompt": "hi", "target": "edge"}';
    const { code, err } = await finetune(["--data", file("bad.jsonl", lines.join("\n")), "--prepare-only"]);
    expect(code).toBe(1);
    expect(err).toMatch(/^bad\.jsonl line 7: target: /);
  });

  test("helps", async () => {
    const { code, out } = await finetune(["--help"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^npm run finetune:phi -- \[flags\]/);
  });
});

describe("the curve", () => {
  const rows = (count: number, more: Partial<LossRow> = {}): LossRow[] =>
    Array.from({ length: count }, (_, index) => ({ step: index + 1, trainLoss: 1 - index / count, ...more }));

  test("falls as the loss falls, over at most sixty columns", () => {
    const lines = lossCurve(rows(300));
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^ 0\.9\d\d ●/);
    expect(lines[9]).toMatch(/^ 0\.0\d\d {50,}● *●*$/u);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(7 + 60);
    expect(lines[10]?.trim()).toBe("● training loss, step 1 to 300");
  });

  test("shows validation where there is some, and nothing of one step", () => {
    expect(lossCurve(rows(10, { validLoss: 0.5 })).join("\n")).toContain("○");
    expect(lossCurve(rows(1))).toEqual([]);
    expect(lossCurve([])).toEqual([]);
  });
});
