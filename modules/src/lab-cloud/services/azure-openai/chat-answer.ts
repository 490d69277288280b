import { createHash } from "node:crypto";
import type { Model } from "../../../catalog/index.ts";
import { newId } from "../../../core/index.ts";
import type { SimulatedAnswer } from "../../models/simulated-model.ts";

const SAFE = { filtered: false, severity: "safe" } as const;
const CONTENT_SAFE = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE } as const;
const PROMPT_SAFE = [
  {
    prompt_index: 0,
    content_filter_results: { ...CONTENT_SAFE, jailbreak: { filtered: false, detected: false } },
  },
] as const;

/** What every answer of one request has in common. */
export interface AnswerHead {
  readonly id: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly created: number;
  /** Base model and version, never the deployment. */
  readonly model: string;
  readonly system_fingerprint: string;
}

export function answerHead(model: Model, nowMs: number): AnswerHead {
  const name = `${model.name}-${model.version}`;
  return {
    id: newId("chatcmpl-"),
    created: Math.floor(nowMs / 1000),
    model: name,
    system_fingerprint: `fp_${createHash("sha256").update(name).digest("hex").slice(0, 10)}`,
  };
}

function usageOf(promptTokens: number, { completionTokens }: SimulatedAnswer) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** The JSON of an answer in one piece. */
export function wholeAnswer(head: AnswerHead, answer: SimulatedAnswer, promptTokens: number): object {
  return {
    ...head,
    object: "chat.completion",
    choices: [
      {
        index: 0,
        finish_reason: answer.finishReason,
        logprobs: null,
        message: { role: "assistant", content: answer.text, refusal: null, annotations: [] },
        content_filter_results: CONTENT_SAFE,
      },
    ],
    prompt_filter_results: PROMPT_SAFE,
    usage: usageOf(promptTokens, answer),
  };
}

export interface StreamShape {
  readonly promptTokens: number;
  /** Ends with a chunk that holds the usage. */
  readonly includeUsage: boolean;
}

/** The events of a streamed answer, one token each. The first has no choices, as Azure's has none. */
export function* streamedAnswer(
  head: AnswerHead,
  answer: SimulatedAnswer,
  { promptTokens, includeUsage }: StreamShape,
): Generator<string> {
  yield event({ ...EMPTY_HEAD, prompt_filter_results: PROMPT_SAFE });
  const common = { ...head, object: "chat.completion.chunk", ...(includeUsage && { usage: null }) };
  const chunk = (delta: object, finish: string | null, filter: object) =>
    event({
      ...common,
      choices: [{ index: 0, delta, finish_reason: finish, logprobs: null, content_filter_results: filter }],
    });
  yield chunk({ role: "assistant", content: "", refusal: null }, null, {});
  for (const piece of answer.pieces) yield chunk({ content: piece }, null, CONTENT_SAFE);
  yield chunk({}, answer.finishReason, {});
  if (includeUsage) yield event({ ...common, choices: [], usage: usageOf(promptTokens, answer) });
  yield "data: [DONE]\n\n";
}

const EMPTY_HEAD = { id: "", created: 0, model: "", object: "", choices: [] } as const;

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
