import { createHash } from "node:crypto";
import type { Model } from "../../../catalog/index.ts";
import type { TokenChoice } from "../../../chat/stream-part.ts";
import { newId } from "../../../core/index.ts";
import type { ChatCall } from "./chat-call.ts";
import { type EventShape, pacedEvents } from "./pace.ts";
import type { Completion, FilterReport } from "./resource.ts";
import { wireLogprobs } from "./wire-logprobs.ts";

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

/** What an answer is written from. */
type Written = Pick<Completion, "answer" | "promptTokens" | "filter">;

function usageOf({ promptTokens, answer: { completionTokens } }: Written) {
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

const promptResults = ({ prompt }: FilterReport) => ({
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: prompt }],
});

/** What of an answer was asked for. */
export type WantedParts = Pick<ChatCall, "includeUsage" | "topLogprobs">;

/** The JSON of an answer in one piece. */
export function wholeAnswer(head: AnswerHead, completion: Written, { topLogprobs }: WantedParts): object {
  const { answer, filter } = completion;
  return {
    ...head,
    object: "chat.completion",
    choices: [
      {
        index: 0,
        finish_reason: answer.finishReason,
        logprobs: topLogprobs === undefined ? null : wireLogprobs(answer.tokens ?? [], topLogprobs),
        message: { role: "assistant", content: answer.text, refusal: null, annotations: [] },
        ...(filter && { content_filter_results: filter.answer }),
      },
    ],
    ...(filter && promptResults(filter)),
    usage: usageOf(completion),
  };
}

/**
 * The events of a streamed answer, one for each token, when it is there. With `includeUsage` it ends with a chunk that holds the
 * usage.
 */
export function streamedAnswer(
  head: AnswerHead,
  completion: Completion,
  wanted: WantedParts,
): Iterable<string> | AsyncIterable<string> {
  return pacedEvents(completion.pace, streamShape(head, completion, wanted));
}

/** The same events, for whoever paces them. */
export function streamShape(
  head: AnswerHead,
  completion: Written,
  { includeUsage, topLogprobs }: WantedParts,
): EventShape {
  const { filter, answer } = completion;
  const common = { ...head, object: "chat.completion.chunk", ...(includeUsage && { usage: null }) };
  const chunk = (delta: object, finish: string | null, findings: object, logprobs: object | null = null) =>
    event({
      ...common,
      choices: [
        {
          index: 0,
          delta,
          finish_reason: finish,
          logprobs,
          ...(filter && { content_filter_results: findings }),
        },
      ],
    });
  return {
    // Azure's first chunk has no choices: it comes from the filter, before the model has begun.
    opening: [
      ...(filter ? [event({ ...EMPTY_HEAD, ...promptResults(filter) })] : []),
      chunk({ role: "assistant", content: "", refusal: null }, null, {}),
    ],
    piece:
      topLogprobs === undefined
        ? fastChunk((content) => chunk({ content }, null, SAFE_SO_FAR))
        : likelyChunk(answer.tokens ?? [], (content, token) =>
            chunk({ content }, null, SAFE_SO_FAR, wireLogprobs(token, topLogprobs)),
          ),
    closing: [
      chunk({}, answer.finishReason, answer.finishReason === "content_filter" ? (filter?.answer ?? {}) : {}),
      ...(includeUsage ? [event({ ...common, choices: [], usage: usageOf(completion) })] : []),
      "data: [DONE]\n\n",
    ],
  };
}

/** Makes the same chunks as `chunk`, but what they have in common once only: a server of many streams makes little else. */
function fastChunk(chunk: (content: string) => string): (content: string) => string {
  const [before = "", after = ""] = chunk(PLACE).split(JSON.stringify(PLACE));
  return (content) => before + JSON.stringify(content) + after;
}

/** Gives each piece what is known of its token. */
function likelyChunk(
  tokens: readonly TokenChoice[],
  chunk: (content: string, token: readonly TokenChoice[]) => string,
): (content: string) => string {
  let at = 0;
  return (content) => {
    const token = tokens.slice(at, at + 1);
    at += 1;
    return chunk(content, token);
  };
}

/** Stands for a text where it will be, and for nothing else: no name has a NUL. */
const PLACE = "\0";

const SAFE = { filtered: false, severity: "safe" } as const;
/** What the filter stops does not reach the client, so what reaches it has passed. */
const SAFE_SO_FAR = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE } as const;

const EMPTY_HEAD = { id: "", created: 0, model: "", object: "", choices: [] } as const;

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
