import { z } from "zod";
import type { DeclaredAnswer } from "../http/route.ts";

/** Every error, on every route. */
export const errorBody = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string(),
    hint: z.string().nullable(),
    request_id: z.string(),
  }),
});

const refusal = (about: string): DeclaredAnswer => ({ about, schema: errorBody });

/** What every route may answer. */
export const anyRefusal = {
  400: refusal("The request cannot be used; `param` names the field."),
  401: refusal("The key is missing or not known."),
  403: refusal("The key may not do this, or the page that asks may not."),
  404: refusal("There is no such thing."),
  405: refusal("The path does not take this method."),
  429: refusal("A limit of the caller is reached; `retry-after` says for how long."),
  500: refusal("The server failed."),
  503: refusal("There is no room now, or the server is going away; `retry-after` says when to ask again."),
} as const satisfies Record<number, DeclaredAnswer>;

/** What a route with a body may answer besides. */
export const bodyRefusal = {
  ...anyRefusal,
  409: refusal("The idempotency key is in use, or was used for another request."),
  413: refusal("The body or the prompt is too long."),
  415: refusal("The body is not announced as JSON."),
} as const satisfies Record<number, DeclaredAnswer>;

/** What a route that asks models may answer besides. */
export const modelRefusal = {
  ...bodyRefusal,
  402: refusal("The budget does not hold this request."),
  422: refusal("The model refuses the request."),
  502: refusal("The model failed."),
  504: refusal("The answer did not come in time."),
} as const satisfies Record<number, DeclaredAnswer>;

const usage = z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() });

export const routingMetadata = z.looseObject({
  model_id: z.string(),
  model_name: z.string(),
  intent: z.string(),
  confidence: z.number().nullable(),
  fallback_used: z.boolean(),
  total_time_seconds: z.number(),
  provenance: z.enum(["live", "local", "recorded", "simulated"]),
});

const completion = z.looseObject({
  id: z.string(),
  object: z.literal("chat.completion"),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.looseObject({
      index: z.int(),
      message: z.looseObject({ role: z.literal("assistant"), content: z.string().nullable() }),
      finish_reason: z.string(),
    }),
  ),
  usage,
  "x-routing-metadata": routingMetadata,
});

export const chatAnswers: Readonly<Record<number, DeclaredAnswer>> = {
  200: {
    about: "The answer; with `stream: true` a stream of `chat.completion.chunk` events.",
    schema: completion,
  },
  ...modelRefusal,
};
