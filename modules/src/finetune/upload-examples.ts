import type OpenAI from "openai";
import { toFile } from "openai";
import { ProviderError } from "../core/errors.ts";
import { type ChatExample, toJsonLines } from "./chat-example.ts";
import type { FineTuningClient } from "./fine-tuning-client.ts";

/** Milliseconds between two looks at a file, and until it is given up. */
const POLL_MS = 500;
const MAX_WAIT_MS = 10 * 60_000;

/**
 * Uploads examples and waits until the service has read them.
 * @param filename must end in `.jsonl`.
 * @throws ProviderError when the service finds fault with the file; what the client throws.
 */
export async function uploadExamples(
  client: FineTuningClient,
  examples: readonly ChatExample[],
  filename: string,
): Promise<OpenAI.FileObject> {
  const file = await toFile(Buffer.from(toJsonLines(examples)), filename);
  const { id } = await client.files.create({ file, purpose: "fine-tune" });
  const read = await client.files.waitForProcessing(id, { pollInterval: POLL_MS, maxWait: MAX_WAIT_MS });
  if (read.status !== "error") return read;
  throw new ProviderError(`The service cannot use ${filename}. ${read.status_details ?? ""}`.trim(), {
    code: "FILE_REFUSED",
    retryable: false,
  });
}
