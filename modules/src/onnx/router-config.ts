import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { ModelError } from "../core/errors.ts";
import { ROUTER_LABELS, type RouterLabel } from "./head.ts";
import { readJsonFile } from "./read-json-file.ts";

/** Folder of the router that the workshop ships. */
export const shippedRouterFolder = join(paths.data, "models", "bert-router");

/** What to do when it cannot be used. */
export const MEND_ROUTER =
  "Restore the shipped one with git checkout -- data/models/bert-router, or make one: npm run train:bert -- --help";

/**
 * How gains become scores: straight lines between these points, both rising. A score is the share of the training's held-out
 * questions with a smaller gain.
 */
export interface ScoreScale {
  readonly gains: readonly number[];
  readonly scores: readonly number[];
}

export interface RouterConfig {
  /** Labels in the order of the logits. */
  readonly labels: readonly RouterLabel[];
  /** Score from which the cloud is asked, 0 to 1. */
  readonly threshold: number;
  readonly scale: ScoreScale;
}

const isRising = (values: readonly number[]) =>
  values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0));
const rising = z.array(z.number()).min(2).refine(isRising, "must rise");

const schema = z.looseObject({
  id2label: z.record(z.string(), z.string()),
  routing: z
    .object({
      threshold: z.number().min(0).max(1),
      gains: rising,
      scores: rising,
    })
    .refine(({ gains, scores }) => gains.length === scores.length, "must have as many gains as scores"),
});

/**
 * Reads the `config.json` of a router's folder.
 * @throws ModelError when its labels are not the router's or its scale cannot be used.
 */
export function readRouterConfig(folder: string): RouterConfig {
  const file = join(folder, "config.json");
  const parsed = schema.safeParse(readJsonFile(file));
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
  const { threshold, gains, scores } = routing;
  return { labels: known, threshold, scale: { gains, scores } };
}

/** The score of a gain, 0 to 1. Rises with the gain. */
export function scoreOfGain(gain: number, { gains, scores }: ScoreScale): number {
  const above = gains.findIndex((known) => known >= gain);
  if (above === 0) return scores[0] ?? 0;
  if (above === -1) return scores.at(-1) ?? 1;
  const [from = 0, to = 0] = [gains[above - 1], gains[above]];
  const [low = 0, high = 0] = [scores[above - 1], scores[above]];
  return low + ((gain - from) / (to - from)) * (high - low);
}

const unusable = (file: string, problem: string) =>
  new ModelError(`The router's ${file} cannot be used: ${problem}.`, {
    code: "MODEL_CONFIG_UNUSABLE",
    hint: `${MEND_ROUTER}.`,
  });
