import { z } from "zod";
import type { ChatRequest } from "../chat/request.ts";
import { ProviderError } from "../core/errors.ts";

/** Answers are cut after so many tokens when the request says nothing. */
export const DEFAULT_MAX_TOKENS = 128;

/** No answer is longer than this, whatever is asked: the model runs on one thread of a laptop. */
export const HARD_MAX_TOKENS = 512;

const requestSchema = z.object({
  messages: z
    .array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() }))
    .min(1, "must hold at least one message"),
  maxTokens: z.int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  stop: z.array(z.string().min(1)).max(4).optional(),
  topLogprobs: z.int().min(0).max(20).optional(),
  answerSchema: z.undefined("this model answers in words").optional(),
});

/** Refuses what the model cannot be asked, in one line. Labs are run in a kernel where types can be wrong. */
export function checkRequest(request: ChatRequest): void {
  const result = requestSchema.safeParse(request);
  if (result.success) return;
  const [issue] = result.error.issues;
  const where = issue?.path.join(".") || "the request";
  throw new ProviderError(
    `The local model cannot be asked this: ${where}: ${issue?.message ?? "not valid"}.`,
    {
      code: "INVALID_REQUEST",
      status: 400,
      retryable: false,
    },
  );
}
