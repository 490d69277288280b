import { isUtf8 } from "node:buffer";
import {
  describeProblem,
  type ExampleFile,
  readExamplesInSlices,
} from "../../../../finetune/example-file.ts";

/** What a file is for: rows that were sent in, or what a job measured. */
export type FilePurpose = "fine-tune" | "fine-tune-results";

/** A file as it is kept. */
export interface StoredFile {
  readonly id: string;
  /** Place in the order of their coming. */
  readonly number: number;
  /** Seconds since 1970-01-01 UTC. */
  readonly createdAt: number;
  readonly filename: string;
  readonly purpose: FilePurpose;
  readonly content: Buffer<ArrayBuffer>;
  /** `pending` until its lines have been read. */
  status: "pending" | "processed" | "error";
  /** What is wrong with it, when something is. */
  problem?: string;
  /** Resolves when it is no longer pending. */
  readonly checked: Promise<void>;
}

/** A file as it is sent. */
export const fileObject = ({ id, createdAt, filename, purpose, content, status, problem }: StoredFile) => ({
  object: "file",
  id,
  purpose,
  filename,
  bytes: content.length,
  created_at: createdAt,
  status,
  status_details: problem ?? null,
  ...(problem !== undefined && { error: { code: "jsonlValidationFailed", message: problem } }),
});

/** The examples of a file and the lines that are none. */
export const examplesOf = (content: Buffer, pause: () => Promise<void>): Promise<ExampleFile> =>
  readExamplesInSlices(content.toString("utf8"), pause);

/** What makes a file unfit for fine-tuning, as a file says it; `undefined` when every line is an example. */
export async function problemIn(content: Buffer, pause: () => Promise<void>): Promise<string | undefined> {
  if (!isUtf8(content)) return failed("The file is not UTF-8 text.");
  const { examples, problems } = await examplesOf(content, pause);
  if (problems.length > 0) return failed(problems.map(describeProblem).join(" "));
  return examples.length === 0 ? failed("The file has no line with an example.") : undefined;
}

const failed = (reason: string) => `Validation of jsonl file failed: ${reason}`;
