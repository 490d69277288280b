import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import {
  BicepError,
  type EvaluatedBicep,
  type EvaluateOptions,
  evaluateBicep,
  type PlainValue,
} from "../src/azure/bicep/index.ts";

/** Writes files below a folder that lasts until the test ends; gives the folder. */
export function writeBicep(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "bicep-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface Asked extends EvaluateOptions {
  readonly params?: Readonly<Record<string, PlainValue>>;
  /** Files beside `main.bicep`. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** Evaluates a text as `main.bicep`. */
export function evaluateText(
  text: string,
  { params, beside, ...options }: Asked = {},
): Promise<EvaluatedBicep> {
  const folder = writeBicep({ "main.bicep": text, ...beside });
  return evaluateBicep(join(folder, "main.bicep"), params, { from: folder, ...options });
}

/** The value of one expression. */
export async function evaluateOne(expression: string, before = ""): Promise<PlainValue | undefined> {
  const { outputs } = await evaluateText(
    `${before}\nvar value = ${expression}\noutput it object = { value: value }`,
  );
  return readValue(outputs.it);
}

function readValue(output: PlainValue | undefined): PlainValue | undefined {
  if (typeof output !== "object" || output === null || !("value" in output)) return undefined;
  return output.value;
}

/** What is wrong with a text, a line each: `main.bicep:1:1 …`. */
export async function problemsOf(text: string, asked: Asked = {}): Promise<readonly string[]> {
  try {
    await evaluateText(text, asked);
  } catch (error) {
    if (error instanceof BicepError) return error.message.split("\n");
    throw error;
  }
  return [];
}
