import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env, pipeline } from "@huggingface/transformers";
import { afterAll, describe, expect, test } from "vitest";
import { explainError, isLabError } from "../core/errors.ts";
import { shippedRouterFolder } from "../onnx/router-config.ts";
import { replaceHead } from "../onnx/router-file.ts";
import { openRouterModel } from "../onnx/router-model.ts";
import { createBertRouter } from "./bert.ts";
import { createRouters } from "./registry.ts";
import { routeAll } from "./route-all.ts";

const folder = mkdtempSync(join(tmpdir(), "bert-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const QUERIES = [
  "Hi!",
  "",
  "What is the capital of France?",
  "Prove that there are infinitely many primes.",
  "Warum ist der Himmel blau?",
];

/** A copy of the shipped router with one file changed. */
function damaged(name: string, file: string, change: (content: Buffer) => Buffer | string): string {
  const copy = join(folder, name);
  cpSync(shippedRouterFolder, copy, { recursive: true });
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file))));
  return copy;
}

async function refusal(of: string): Promise<string> {
  try {
    await createBertRouter({ folder: of }).route("Hi!");
    return "";
  } catch (error) {
    expect(isLabError(error)).toBe(true);
    return explainError(error);
  }
}

describe("the BERT router", () => {
  test("decides with scores, confidence, margin, runner-up, signals and reason", async () => {
    const router = createBertRouter();
    for (const query of QUERIES) {
      const decision = await router.route(query);
      const { weakWrong = Number.NaN, ...classes } = decision.scores ?? {};
      expect(Object.keys(classes).sort()).toEqual(["same", "strong_better", "weak_better"]);
      expect(Object.values(classes).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      expect(weakWrong).toBeGreaterThan(0);
      expect(weakWrong).toBeLessThan(1);
      expect(decision.target).toBe(decision.score >= decision.threshold ? "cloud" : "local");
      expect(decision.runnerUp).not.toBe(decision.target);
      expect(decision.margin).toBeCloseTo(Math.abs(decision.score - decision.threshold), 6);
      expect(decision.confidence).toBeGreaterThan(0);
      expect(decision.confidence).toBeLessThan(1);
      expect(decision.signals.length).toBeGreaterThan(0);
      const weights = decision.signals.map(({ weight }) => Math.abs(weight));
      expect(weights).toEqual(weights.toSorted((one, another) => another - one));
      expect(decision.reason).toMatch(/^(cloud|local): score 0\.\d\d (reaches|stays below) 0\.\d\d; /);
    }
    await router.close();
  });

  test("keeps greetings here and asks the cloud where outcomes say so", async () => {
    const router = createBertRouter();
    const greeting = await router.route("Hello, how are you?");
    const law = await router.route(
      "Statement 1| Every maximal ideal is prime. Statement 2| A commutative ring with unity in which every prime ideal is maximal has dimension zero, and not all of its quotients are fields.\nA. True, True\nB. False, False\nC. True, False\nD. False, True\nAnswer:",
    );
    expect(greeting.target).toBe("local");
    expect(law.score).toBeGreaterThan(greeting.score);
    await router.close();
  });

  test("decides in a batch exactly as on each alone, and again after it was closed", async () => {
    const router = createBertRouter();
    const alone = [];
    for (const query of QUERIES) alone.push((await router.route(query)).score);
    expect((await routeAll(router, QUERIES)).map(({ score }) => score)).toEqual(alone);
    await router.close();
    expect((await router.route(QUERIES[0] ?? "")).score).toBe(alone[0]);
    await router.close();
  });

  test("reads the ends of a query of 100 kB and says so", async () => {
    const router = createBertRouter();
    const long = `What does this log say? ${"error 42 at line 7. ".repeat(5000)} Why?`;
    const { signals } = await router.route(long);
    expect(signals.at(-1)).toEqual({
      name: "cut",
      value: expect.stringMatching(
        /^\d{4} of 100\d{3} characters, 512 of \d{4} tokens, for the meaning 256 read, from both ends$/,
      ),
      weight: 0,
    });
    const whole = await router.route("short");
    expect(whole.signals.some(({ name }) => name === "cut")).toBe(false);
    await router.close();
  });

  test("reads the end of a long query, within its characters and beyond its tokens, for the meaning too", async () => {
    const router = createBertRouter();
    const pasted = "The meeting was moved to Tuesday because the room was taken. ".repeat(60);
    expect(pasted.length).toBeLessThan(4000);
    const ends = ["Thank you and goodbye.", "Prove that the integral of 1/(1+x^2) from 0 to 1 equals pi/4."];
    const [polite, proof] = [await router.route(pasted + ends[0]), await router.route(pasted + ends[1])];
    expect(proof.score).not.toBe(polite.score);
    const [one, other] = [await router.embed(pasted + ends[0]), await router.embed(pasted + ends[1])];
    expect(other.subarray(0, 384)).not.toEqual(one.subarray(0, 384));
    expect(polite.signals.at(-1)?.value).toMatch(
      /^512 of \d{3} tokens, for the meaning 256 read, from both ends$/,
    );
    const fits = await router.route("one ".repeat(300));
    expect(fits.signals.at(-1)?.value).toBe("for the meaning 256 of 302 tokens read, from both ends");
    await router.close();
  });

  test("is sure of exam questions and unsure of everyday ones, which then go to the next router", async () => {
    const hybrid = createRouters({ priority: ["bert", "rule"], leastConfidence: () => 0.7 }).get("hybrid");
    const everyday = await hybrid.route("Can you help me plan a birthday party for my sister?");
    expect(everyday.router).toBe("rule");
    expect(everyday.skipped[0]).toMatchObject({
      router: "bert",
      reason: expect.stringMatching(
        /^said (local|cloud) with a confidence of 0\.\d\d, and 0\.70 is asked for$/,
      ),
    });
    const exam = await hybrid.route(
      "Which of the following is a function of the mitochondria?\nA. Photosynthesis\nB. Cellular respiration\nC. Protein synthesis\nD. Digestion\nAnswer:",
    );
    expect(exam).toMatchObject({ router: "bert", skipped: [] });
    expect(exam.confidence).toBeGreaterThan(0.7);
  });

  test("lets queries under way end when it is closed", async () => {
    const router = createBertRouter();
    const alone = (await router.route(QUERIES[3] ?? "")).score;
    const running = Array.from({ length: 8 }, () => router.route(QUERIES[3] ?? ""));
    await Promise.resolve();
    await router.close();
    expect((await Promise.all(running)).map(({ score }) => score)).toEqual(Array(8).fill(alone));
    const model = await openRouterModel();
    const answering = model.answer("Hi!");
    await Promise.all([model.close(), model.close()]);
    expect((await answering).score).toBeGreaterThan(0);
    const refused = await model.answer("Hi!").catch((error: unknown) => error);
    expect(isLabError(refused)).toBe(true);
    expect(explainError(refused)).toMatch(/was closed\. Open it again/);
    await router.close();
  });

  test("takes another threshold, and refuses what is none", async () => {
    const [never, always] = [createBertRouter({ threshold: 1 }), createBertRouter({ threshold: 0 })];
    expect([(await never.route("Hi!")).target, (await always.route("Hi!")).target]).toEqual([
      "local",
      "cloud",
    ]);
    await Promise.all([never.close(), always.close()]);
    expect(() => createBertRouter({ threshold: 1.2 })).toThrow(/from 0 to 1, not 1.2/);
    expect(() => createBertRouter({ threshold: Number.NaN })).toThrow(/not NaN/);
  });

  test("stops when it is told to", async () => {
    const router = createBertRouter();
    const reason = new Error("enough");
    await expect(router.route("Hi!", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const stop = new AbortController();
    const deciding = router.route("Hi!", { signal: stop.signal });
    stop.abort(reason);
    await expect(deciding).rejects.toBe(reason);
    await router.close();
  });
});

describe("a router's folder", () => {
  const mend =
    /Restore the shipped one with git checkout -- data\/models\/bert-router, or make one: npm run train:bert/;

  test("that is missing or cut off is refused with the command that mends it", async () => {
    expect(await refusal(join(folder, "nowhere"))).toMatch(
      /config\.json cannot be read\. Restore the shipped one/,
    );
    const cut = damaged("cut", "model.onnx", (bytes) => bytes.subarray(0, 1_000_000));
    expect(await refusal(cut)).toMatch(/model\.onnx is damaged or no ONNX model\./);
    expect(await refusal(cut)).toMatch(mend);
    const none = damaged("none", "config.json", (bytes) => bytes);
    rmSync(join(none, "model.onnx"));
    expect(await refusal(none)).toMatch(/model\.onnx is missing\. .*git checkout/);
    expect(await refusal(damaged("text", "tokenizer.json", () => "{"))).toMatch(
      /tokenizer\.json is no JSON\. Restore/,
    );
  });

  test("with other labels is refused, and labels in another order are read by their names", async () => {
    const other = damaged("labels", "config.json", (bytes) =>
      bytes.toString().replaceAll("weak_better", "NEGATIVE"),
    );
    expect(await refusal(other)).toMatch(
      /id2label must name weak_better, same, strong_better, not NEGATIVE, same, strong_better\./,
    );
    const turned = damaged("turned", "config.json", (bytes) => {
      const config = JSON.parse(bytes.toString());
      return JSON.stringify({ ...config, id2label: { 0: "strong_better", 1: "same", 2: "weak_better" } });
    });
    const [one, another] = [await openRouterModel(), await openRouterModel({ folder: turned })];
    const [straight, swapped] = [await one.answer("Hi!"), await another.answer("Hi!")];
    expect(swapped.probabilities.weak_better).toBe(straight.probabilities.strong_better);
    await Promise.all([one.close(), another.close()]);
  });

  test("whose weights are no numbers is refused before it decides", async () => {
    const broken = damaged("nan", "model.onnx", (bytes) => {
      const inputs = 393;
      const nan = new Float32Array(inputs).fill(Number.NaN);
      const head = {
        inputs,
        hidden: 1,
        weightsIn: nan,
        biasIn: new Float32Array(1),
        weightsOut: new Float32Array(4),
        biasOut: new Float32Array(4),
      };
      return Buffer.from(replaceHead(bytes, { ...head, means: new Float32Array(inputs), weakWrongShare: 0 }));
    });
    expect(await refusal(broken)).toMatch(/gives values that are no numbers\. Restore/);
  });

  test("loads in transformers.js, which gives the same probabilities", async () => {
    env.allowRemoteModels = false;
    env.localModelPath = dirname(shippedRouterFolder);
    const classify = await pipeline("text-classification", "bert-router", {
      device: "cpu",
      dtype: "fp32",
      subfolder: "",
    });
    const router = createBertRouter();
    for (const query of QUERIES) {
      const answers = await classify(query, { top_k: 3 });
      const { scores = {} } = await router.route(query);
      for (const { label, score } of [answers].flat(2))
        expect(score).toBeCloseTo(scores[label] ?? Number.NaN, 4);
    }
    await classify.dispose();
    await router.close();
  });
});
