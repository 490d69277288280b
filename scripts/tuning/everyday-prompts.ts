import { join } from "node:path";
import { z } from "zod";
import { paths } from "../../modules/src/config/paths.ts";
import { readYaml } from "../../modules/src/config/read-yaml.ts";
import { LANGUAGES, type LabelledPrompt } from "../../modules/src/evaluation/labelled-prompt.ts";

const prompts = z.array(z.string().min(1)).min(1);
const schema = z.strictObject(
  Object.fromEntries(
    LANGUAGES.map((language) => [language, z.strictObject({ local: prompts, cloud: prompts })]),
  ),
);

export const everydayFile = join(paths.data, "prompts", "everyday.yaml");

/**
 * Ordinary prompts as rows of the dev split, each a template of its own.
 * @throws SettingsError naming file, line and field.
 */
export function readEveryday(file: string = everydayFile): LabelledPrompt[] {
  const { content } = readYaml(file, "The prompt file", schema);
  return LANGUAGES.flatMap((language) =>
    (["local", "cloud"] as const).flatMap((target) =>
      (content[language]?.[target] ?? []).map((prompt, index): LabelledPrompt => {
        const id = `everyday-${language}-${target}-${index + 1}`;
        const complexity = target === "cloud" ? "complex" : "simple";
        return { id, prompt, language, target, complexity, template: id, split: "dev", style: "clean" };
      }),
    ),
  );
}
