import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { user } from "../../chat/message.ts";
import { type Logger, silentLogger } from "../../core/index.ts";
import { findModel } from "../../models/index.ts";
import { readAnswerBank } from "./answer-bank.ts";
import { createLocalSide } from "./local-side.ts";
import { createSimulatedModel } from "./simulated-model.ts";
import { loadTokenizer } from "./tokenizer.ts";

let modelFolder: string;
const warnings: string[] = [];
const logger: Logger = { ...silentLogger, warn: (message) => warnings.push(message) };

beforeEach(async () => {
  warnings.length = 0;
  modelFolder = await mkdtemp(join(tmpdir(), "local-side-"));
});
afterEach(() => rm(modelFolder, { recursive: true, force: true }));

const simulatedModel = async () => createSimulatedModel(readAnswerBank(), await loadTokenizer());
const createSide = () => createLocalSide({ choice: "auto", simulatedModel, logger, modelFolder });

async function answerOf(side: ReturnType<typeof createSide>): Promise<string> {
  const source = await side.model.load();
  const parts = await Array.fromAsync(
    source.chat({ model: side.model.name, messages: [user("What is the capital of France?")] }),
  );
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

test("a missing file: written answers, and the command that gets it", async () => {
  const side = createSide();
  expect(side.describe()).toEqual({
    name: "smollm2-135m-instruct",
    provenance: "simulated",
    note: "The model smollm2-135m-instruct is missing. Get it with: npm run models -- --get smollm2-135m-instruct",
  });
  expect(await answerOf(side)).toBe("The capital of France is Paris.");
});

test("a half-downloaded file: written answers, and why", async () => {
  const { path } = findModel(undefined, { folder: modelFolder });
  await writeFile(path, "half");
  expect(createSide().describe()).toMatchObject({
    provenance: "simulated",
    note: expect.stringMatching(/damaged: it has 4 bytes.*npm run models/),
  });
});

test("a file of the right size that is damaged: local until it is tried, then written answers, said aloud", async () => {
  const { path, bytes } = findModel(undefined, { folder: modelFolder });
  await writeFile(path, "");
  await truncate(path, bytes);
  const side = createSide();
  expect(side.describe().provenance).toBe("local");
  const loading = side.model.load();
  expect(side.health()).toMatchObject({ state: "loading" });
  await loading;
  expect(await answerOf(side)).toBe("The capital of France is Paris.");
  expect(side.model.provenance).toBe("simulated");
  expect(side.describe()).toMatchObject({
    provenance: "simulated",
    note: expect.stringMatching(/SHA-256.*npm run models/),
  });
  expect(side.health()).toMatchObject({ state: "ready", note: expect.stringContaining("SHA-256") });
  expect(warnings).toEqual(["the local model cannot be loaded; written answers stand in for it"]);
});
