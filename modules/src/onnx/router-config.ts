import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { ModelError } from "../core/errors.ts";
import type { ConfidenceScale } from "./confidence.ts";
import { ROUTER_LABELS, type RouterLabel } from "./head.ts";
import { readJsonFile } from "./read-json-file.ts";

/** Folder of the router that the workshop ships. */
export const shippedRouterFolder = join(paths.data, "models", "bert-router");

/** What to do when it cannot be used. */
export const MEND_ROUTER =
  "Restore the shipped one with git checkout -- data/models/bert-router, or make one: npm run train:bert -- --help.";

/**
 * How gains become scores: 1 / (1 + exp(-(slope x gain + intercept))), fitted so that a score is the probability that the weak
 * model is wrong, as far as the gain tells. Rises with the gain, so the order of prompts stays.
 */
export interface ScoreScale {
  readonly slope: number;
  readonly intercept: number;
}

export interface RouterConfig {
  /** Labels in the order of the logits. */
  readonly labels: readonly RouterLabel[];
  /** Score from which the cloud is asked, 0 to 1. */
  readonly threshold: number;
  readonly scale: ScoreScale;
  /** Absent when it was not measured; then the router tells no confidence. */
  readonly confidence?: ConfidenceScale | undefined;
}

const scale = { slope: z.number(), intercept: z.number() };

const schema = z.looseObject({
  id2label: z.record(z.string(), z.string()),
  routing: z.object({
    threshold: z.number().min(0).max(1),
    slope: z.number().positive(),
    intercept: z.number(),
    confidence: z
      .object({
        familiar: z.object({ weights: z.array(z.number()), bias: z.number() }),
        outcomes: z.object(scale),
        labels: z.object(scale),
      })
      .optional(),
  }),
});

/**
 * Reads the `config.json` of a router's folder.
 * @throws ModelError when its labels are not the router's or its scale cannot be used.
 */
export function readRouterConfig(folder: string): RouterConfig {
  const file = join(folder, "config.json");
  const parsed = schema.safeParse(readJsonFile(file, MEND_ROUTER));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(file, `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { id2label, routing } = parsed.data;
  const labels = ROUTER_LABELS.map((_, index) => ROUTER_LABELS.find((label) => label === id2label[index]));
  const known = labels.filter((label) => label !== undefined);
  if (new Set(known).size !== ROUTER_LABELS.length)
    throw unusable(
      file,
      `id2label must name ${ROUTER_LABELS.join(", ")}, not ${Object.values(id2label).join(", ")}`,
    );
  const { threshold, slope, intercept, confidence } = routing;
  return { labels: known, threshold, scale: { slope, intercept }, confidence };
}

/** The score of a gain, 0 to 1. */
export const scoreOfGain = (gain: number, { slope, intercept }: ScoreScale): number =>
  1 / (1 + Math.exp(-(slope * gain + intercept)));

const unusable = (file: string, problem: string) =>
  new ModelError(`The router's ${file} cannot be used: ${problem}.`, {
    code: "MODEL_CONFIG_UNUSABLE",
    hint: MEND_ROUTER,
  });
