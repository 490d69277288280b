import { z } from "zod";
import { SPLITS } from "../../modules/src/evaluation/labelled-prompt.ts";
import { readJsonLines } from "../../modules/src/evaluation/read-json-lines.ts";

const schema = z.looseObject({
  prompt: z.string().min(1),
  target: z.enum(["local", "cloud"]),
  id: z.string().min(1).optional(),
  template: z.string().min(1).optional(),
  split: z.enum(SPLITS).optional(),
});

/** A labelled prompt of any file; the fields that tuning uses. */
export interface TuningFileRow {
  readonly prompt: string;
  readonly target: "local" | "cloud";
  readonly id: string;
  readonly template?: string;
}

export interface TuningFile {
  /** Rows to learn from: those of the dev split, and those without a split. */
  readonly dev: readonly TuningFileRow[];
  /** Rows to judge on. */
  readonly test: readonly TuningFileRow[];
}

/**
 * Reads labelled prompts, one JSON object a line, with `prompt` and `target`.
 * @throws SettingsError naming file, line and field.
 */
export function readTuningFile(file: string): TuningFile {
  const rows = readJsonLines(file, { schema, what: "prompts", hint: "Each line needs prompt and target." });
  const pick = (wanted: "dev" | "test") =>
    rows.flatMap(({ prompt, target, id, template, split = "dev" }, index) =>
      split === wanted
        ? [{ prompt, target, id: id ?? `row ${index + 1}`, ...(template !== undefined && { template }) }]
        : [],
    );
  return { dev: pick("dev"), test: pick("test") };
}
