import { z } from "zod";
import { readJsonLines } from "../../modules/src/evaluation/read-json-lines.ts";

const schema = z.object({
  benchmark: z.string().min(1),
  domain: z.string().min(1),
  prompt: z.string().min(1),
  weak_correct: z.boolean(),
  strong_correct: z.boolean(),
  weak_cost_usd: z.number().min(0).optional(),
  strong_cost_usd: z.number().min(0).optional(),
});

/** A question with its text, and whether a weak and a strong model answered it right. Other fields are passed over. */
export type FullRow = z.infer<typeof schema>;

/** @throws SettingsError naming file, line and field. */
export const readFullRows = (file: string): FullRow[] =>
  readJsonLines<FullRow>(file, { schema, what: "outcome rows" });
