import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { paths } from "../../config/paths.ts";
import { SettingsError } from "../../core/errors.ts";

const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "must be lower-case letters, digits and dashes"),
  prompts: z.array(z.string().min(1)).min(1),
  answer: z.string().min(1),
  complexity: z.enum(["simple", "moderate", "complex"]),
  language: z.string().regex(/^[a-z]{2}$/, "must be a two-letter language code"),
});

/** An answer written by a person, and the prompts it is the answer to. */
export type BankedAnswer = Readonly<z.infer<typeof entrySchema>>;

export interface AnswerBank {
  readonly answers: readonly BankedAnswer[];
  /** The answer to a prompt, whatever its case, punctuation and spacing. */
  find(prompt: string): BankedAnswer | undefined;
}

const bankFile = join(paths.data, "answers.jsonl");

/**
 * Reads the answers the simulated models give: one JSON object a line.
 * @throws SettingsError naming each line that cannot be used.
 */
export function readAnswerBank(file: string = bankFile): AnswerBank {
  const problems: string[] = [];
  const answers: BankedAnswer[] = [];
  const byPrompt = new Map<string, BankedAnswer>();
  const ids = new Set<string>();
  for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
    if (line.trim() === "") continue;
    const report = (problem: string) => problems.push(`${basename(file)} line ${index + 1}: ${problem}`);
    const answer = readLine(line, report);
    if (!answer) continue;
    if (ids.has(answer.id)) report(`id "${answer.id}" is already taken.`);
    ids.add(answer.id);
    for (const prompt of new Set(answer.prompts.map(normalisePrompt))) {
      if (prompt === "") report("a prompt has no words.");
      if (byPrompt.has(prompt)) report(`the prompt "${prompt}" already has an answer.`);
      byPrompt.set(prompt, answer);
    }
    answers.push(answer);
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return { answers, find: (prompt) => byPrompt.get(normalisePrompt(prompt)) };
}

function readLine(line: string, report: (problem: string) => void): BankedAnswer | undefined {
  const parsed = entrySchema.safeParse(parseJson(line));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join(".");
  report(
    place
      ? `${place}: ${issue?.message}.`
      : "is no JSON object with id, prompts, answer, complexity, language.",
  );
  return undefined;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The schema refuses it and its line is named.
    return undefined;
  }
}

/** Lower case, single spaces, no punctuation but what arithmetic needs: `2+2` and `2-2` stay apart. */
function normalisePrompt(prompt: string): string {
  return prompt
    .normalize("NFKC")
    .toLowerCase()
    .replace(/['’`´]/g, "")
    .replace(/(?<=\p{L})[-/](?=\p{L})/gu, " ")
    .replace(/(?<!\d)[.,]|[.,](?!\d)/g, " ")
    .replace(/[^\p{L}\p{M}\p{N}.,+\-*/^=%<>€$#×÷]+/gu, " ")
    .replace(/\s*([+\-*/^=<>×÷])\s*/g, "$1")
    .trim();
}
