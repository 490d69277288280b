import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
import { SettingsError } from "../core/errors.ts";
import { DIFFERENCES, type QuestionPair } from "./question-pair.ts";

const questions = z.array(z.string().min(1)).min(1);
const schema = z.array(
  z.strictObject({
    family: z.string().min(1),
    ask: z.string().min(1),
    same: questions,
    other: z.partialRecord(z.enum(DIFFERENCES), questions),
  }),
);

type Family = z.infer<typeof schema>[number];

const questionFamiliesFile = join(paths.data, "cache", "families.yaml");

/**
 * Pairs of questions that may share an answer, and pairs that must not; the workshop's own set by default. Within a family each
 * wording goes with each other wording, and with each near miss. A family is in one split whole; a hash of its name says in which.
 * @throws SettingsError naming file, line and field.
 */
export function readQuestionPairs(file: string = questionFamiliesFile): QuestionPair[] {
  const { content, problemAt } = readYaml(file, "The question families", schema);
  const names = content.map(({ family }) => family);
  const twice = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (twice !== -1)
    throw new SettingsError([problemAt([twice, "family"], `family "${names[twice]}" is there already.`)]);
  return content.flatMap(pairsOf);
}

function pairsOf({ family, ask, same, other }: Family): QuestionPair[] {
  const wordings = [ask, ...same];
  const split = splitOf(family);
  const alike = wordings.flatMap((stored, at) =>
    wordings.slice(at + 1).map((asked) => ({ family, split, asked, stored, difference: undefined })),
  );
  const unlike = DIFFERENCES.flatMap((difference) =>
    (other[difference] ?? []).flatMap((asked) =>
      wordings.map((stored) => ({ family, split, asked, stored, difference })),
    ),
  );
  return [...alike, ...unlike];
}

function splitOf(family: string): "dev" | "test" {
  return (createHash("sha256").update(family).digest()[0] ?? 0) < 128 ? "dev" : "test";
}
