import { createHash } from "node:crypto";
import { z } from "zod";
import { SPLITS } from "../evaluation/labelled-prompt.ts";
import { readJsonLines } from "../evaluation/read-json-lines.ts";
import type { TrainingRow } from "./training-row.ts";

const text = z.string().min(1);
const shared = {
  id: text.optional(),
  prompt: z.string().refine((prompt) => prompt.trim() !== "", "must have text"),
  benchmark: text.optional(),
  domain: text.optional(),
  split: z.enum(SPLITS).optional(),
  template: text.optional(),
  complexity: text.optional(),
};

const schema = z
  .object({
    ...shared,
    weak_correct: z.boolean().optional(),
    strong_correct: z.boolean().optional(),
    target: z.enum(["local", "cloud"]).optional(),
  })
  .transform((row, context): TrainingRow => {
    const { id = idOf(row.prompt), prompt, benchmark, domain, split, template, target } = row;
    const known = { id, prompt, split, template };
    const { weak_correct: weakRight, strong_correct: strongRight } = row;
    if (weakRight !== undefined && strongRight !== undefined)
      return {
        ...known,
        kind: "outcome",
        benchmark: benchmark ?? "outcomes",
        domain: domain ?? "",
        weakRight,
        strongRight,
      };
    if (target !== undefined)
      return { ...known, kind: "labelled", benchmark: "labelled", domain: row.complexity ?? "", target };
    context.addIssue("must have weak_correct and strong_correct, or target");
    return z.NEVER;
  });

const idOf = (prompt: string) => createHash("sha256").update(prompt).digest("hex").slice(0, 16);

/**
 * Reads rows to learn from, one JSON object a line: `prompt` and either `weak_correct` and `strong_correct` (an outcome) or
 * `target` (a label); `id`, `benchmark`, `domain`, `split`, `template` as far as there are any. Other fields are passed over.
 * @throws SettingsError naming file, line and field.
 */
export function readTrainingRows(file: string): TrainingRow[] {
  return readJsonLines<TrainingRow>(file, {
    schema,
    what: "training",
    hint: "Give JSON lines with prompt, weak_correct and strong_correct, or prompt and target.",
    idOf: ({ id }) => id,
  });
}
