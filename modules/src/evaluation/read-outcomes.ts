import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { SPLITS } from "./labelled-prompt.ts";
import type { Outcome } from "./outcome.ts";
import { readJsonLines } from "./read-json-lines.ts";

const count = z.int().min(0);
const costUsd = z.number().min(0).optional();

const schema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hexadecimal digits"),
  benchmark: z.string().min(1),
  domain: z.string().min(1),
  tokens: count,
  words: count,
  characters: count,
  weakRight: z.boolean(),
  strongRight: z.boolean(),
  split: z.enum(SPLITS),
  weakCostUsd: costUsd,
  strongCostUsd: costUsd,
  scores: z.record(z.string(), z.number().min(0).max(1)),
});

export const outcomesFile = join(paths.data, "outcomes", "scores.jsonl");

/**
 * Reads derived outcomes, one JSON object a line; those the workshop ships by default.
 * @throws SettingsError naming file, line and field.
 */
export function readOutcomes(file: string = outcomesFile): Outcome[] {
  return readJsonLines<Outcome>(file, {
    schema,
    what: "outcomes",
    hint: "Make it with npm run data:outcomes.",
    idOf: ({ id }) => id,
  });
}
