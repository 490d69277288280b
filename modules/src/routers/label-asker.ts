import type { ChatRequest } from "../chat/request.ts";
import type { Clock } from "../core/clock.ts";
import { ProviderError, RoutingError } from "../core/errors.ts";
import { askChatModel, type ChatModel, type ModelAnswer } from "./ask-chat-model.ts";
import { type LabelLikelihood, labelLikelihood, parseLabel } from "./label-answer.ts";
import { type LabelPrompt, labelMessages } from "./label-prompt.ts";
import type { Target } from "./router.ts";

/** How a label is asked for: by the probabilities of the first token, by JSON of a schema, by one word. */
export type LabelForm = "logprobs" | "json" | "word";

/** What the model said. */
export type LabelReading =
  | { readonly form: "logprobs"; readonly likelihood: LabelLikelihood }
  | { readonly form: "json" | "word"; readonly target: Target };

export interface LabelAskerOptions {
  readonly chat: ChatModel;
  readonly model: string;
  readonly prompt: LabelPrompt;
  readonly form?: LabelForm | "auto";
  readonly timeoutMs?: number;
  readonly answerTokens?: number;
  readonly temperature?: number;
  readonly clock: Clock;
}

export interface LabelAsker {
  /** @throws RoutingError when the model gives no label, fails, or is not done in time. */
  ask(question: string, signal: AbortSignal | undefined): Promise<LabelReading>;
}

/**
 * All forms together have one deadline. Asks in the first form that the model offers: most telling first. A form that it refuses is not tried again once a
 * later one was answered.
 */
export function createLabelAsker(options: LabelAskerOptions): LabelAsker {
  const { chat, model, prompt, timeoutMs = 10_000, clock } = options;
  const chosen = options.form ?? "auto";
  let forms: readonly LabelForm[] = chosen === "auto" ? ["logprobs", "json", "word"] : [chosen];

  return {
    async ask(question, signal) {
      const base = {
        model,
        messages: labelMessages(question, prompt),
        temperature: options.temperature ?? 0,
      };
      const endsAt = clock.elapsed() + timeoutMs;
      // Questions asked at the same time learn the same: what one of them strikes out is not struck out again.
      const known = forms;
      let last: unknown;
      for (const [index, form] of known.entries()) {
        try {
          const request = { ...base, ...FORMS[form](prompt, options.answerTokens ?? 50) };
          const answer = await askChatModel(chat, request, {
            signal,
            timeoutMs: Math.max(0, endsAt - clock.elapsed()),
            wholeMs: timeoutMs,
            clock,
          });
          const reading = read(form, answer, prompt, model);
          if (last !== undefined) forms = known.slice(index);
          return reading;
        } catch (error) {
          if (!isNotOffered(error)) throw error;
          last = error;
        }
      }
      throw last;
    },
  };
}

/** What each form adds to the request. */
const FORMS: Readonly<
  Record<LabelForm, (prompt: LabelPrompt, answerTokens: number) => Partial<ChatRequest>>
> = {
  logprobs: () => ({ maxTokens: 1, topLogprobs: MOST_ALTERNATIVES }),
  json: ({ labels }, maxTokens) => ({ maxTokens, answerSchema: labelSchema(Object.values(labels)) }),
  word: (_, maxTokens) => ({ maxTokens }),
};

/** As many as OpenAI's form allows. */
const MOST_ALTERNATIVES = 20;

const labelSchema = (labels: readonly string[]) => ({
  name: "label",
  schema: {
    type: "object",
    properties: { label: { type: "string", enum: labels } },
    required: ["label"],
    additionalProperties: false,
  },
});

function read(form: LabelForm, answer: ModelAnswer, prompt: LabelPrompt, model: string): LabelReading {
  if (form !== "logprobs") {
    const target = parseLabel(answer.text, prompt.labels);
    if (target) return { form, target };
    throw noLabel(`${model} answered ${shown(answer.text)}, which is no label.`);
  }
  const [first] = answer.tokens;
  if (!first) throw notTold(model);
  const likelihood = labelLikelihood(first, prompt.labels);
  if (likelihood && likelihood.mass >= LEAST_MASS) return { form, likelihood };
  throw noLabel(`${model} would begin with ${shown(first.token)}, hardly with a label.`);
}

/** Below this the model is about to say something else, and which label is likelier means nothing. */
const LEAST_MASS = 0.05;

const SHOWN = 40;

const shown = (text: string) => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text);

const noLabel = (message: string) => new RoutingError(message, { code: "ROUTER_NO_LABEL" });

const notTold = (model: string) =>
  new RoutingError(`${model} tells no log-probabilities.`, { code: "ROUTER_FORM_NOT_OFFERED" });

/** A server that ignores a parameter, or refuses the request for it. */
function isNotOffered(error: unknown): boolean {
  if (!(error instanceof RoutingError)) return false;
  if (error.code === "ROUTER_FORM_NOT_OFFERED") return true;
  const { cause } = error;
  return cause instanceof ProviderError && REFUSED.has(cause.status ?? 0) && !OTHER_REASONS.has(cause.code);
}

const REFUSED: ReadonlySet<number> = new Set([400, 422, 501]);

/** Refusals that asking in another form does not mend. */
const OTHER_REASONS: ReadonlySet<string> = new Set([
  "content_filter",
  "CONTEXT_LENGTH_EXCEEDED",
  "context_length_exceeded",
]);
