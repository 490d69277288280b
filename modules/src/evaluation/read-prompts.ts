import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { COMPLEXITIES, LANGUAGES, type LabelledPrompt, SPLITS, STYLES } from "./labelled-prompt.ts";
import { readJsonLines } from "./read-json-lines.ts";

const schema = z.strictObject({
  id: z.string().min(1),
  prompt: z.string().min(1),
  language: z.enum(LANGUAGES),
  target: z.enum(["local", "cloud"]),
  complexity: z.enum(COMPLEXITIES),
  template: z.string().min(1),
  split: z.enum(SPLITS),
  style: z.enum(STYLES),
  variantOf: z.string().min(1).optional(),
  queryType: z.string().min(1).optional(),
  edgeCase: z.string().min(1).optional(),
});

export const promptsFile = join(paths.data, "prompts", "routing.jsonl");

/**
 * Reads labelled prompts, one JSON object a line; the synthetic set of the workshop by default.
 * @throws SettingsError naming file, line and field.
 */
export function readPrompts(file: string = promptsFile): LabelledPrompt[] {
  return readJsonLines<LabelledPrompt>(file, {
    schema,
    what: "prompts",
    hint: "Make it with npm run data:prompts.",
    idOf: ({ id }) => id,
  });
}
