import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { paths } from "../../modules/src/config/paths.ts";
import type { Passage } from "../../modules/src/retrieval/passage.ts";

const questionSchema = z.strictObject({
  id: z.string(),
  split: z.enum(["dev", "test"]),
  question: z.string(),
  /** Passages that hold the answer; empty when nothing here does. */
  expects: z.array(z.strictObject({ document: z.string(), heading: z.string().optional() })),
});

export type RetrievalQuestion = z.infer<typeof questionSchema>;

export function readRetrievalQuestions(): readonly RetrievalQuestion[] {
  const lines = readFileSync(join(paths.data, "retrieval", "questions.jsonl"), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => questionSchema.parse(JSON.parse(line)));
}

/** Whether a passage is one of those that hold the answer. */
export const isExpected = ({ expects }: RetrievalQuestion, { document, headings, title }: Passage) =>
  expects.some(
    (expected) =>
      expected.document === document &&
      (expected.heading === undefined || [title, ...headings].join(" ").includes(expected.heading)),
  );
