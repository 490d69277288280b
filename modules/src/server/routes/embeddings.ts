import { z } from "zod";
import { defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { modelRefusal } from "./declared-answers.ts";

/** Texts in one request. */
const MOST_TEXTS = 2048;

const text = z.string().min(1, "must not be empty");
const body = z.object({
  model: z.string().min(1).max(200),
  input: z.union([text, z.array(text).min(1).max(MOST_TEXTS)]),
  dimensions: z.int().min(1).max(16_384).nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  user: z.string().max(200).nullish(),
});

/** `POST /v1/embeddings`, as OpenAI's clients send it; they ask for base64 and read it themselves. */
export function embeddings({ orchestrator, figures }: Platform): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/embeddings",
    name: "createEmbedding",
    tag: "OpenAI",
    about: "Turns texts into vectors.",
    scope: "embeddings",
    body,
    fields: Object.keys(body.shape),
    answers: {
      200: { about: "One vector for each text.", schema: z.looseObject({ object: z.literal("list") }) },
      ...modelRefusal,
    },
    metered: true,
    idempotent: true,
    async handle({ body: { model, input, dimensions, encoding_format, user }, context, spend }) {
      const answer = await orchestrator.embed(
        { model, input: typeof input === "string" ? [input] : input, ...(dimensions && { dimensions }) },
        user ? { ...context, user } : context,
      );
      const { promptTokens } = answer.usage;
      figures.noteEmbedding(answer);
      spend(promptTokens);
      const write = encoding_format === "base64" ? base64 : (vector: readonly number[]) => vector;
      return {
        body: {
          object: "list",
          data: answer.vectors.map((vector, index) => ({
            object: "embedding",
            index,
            embedding: write(vector),
          })),
          model: answer.servedModel,
          usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
        },
        headers: { "x-lab-provenance": answer.provenance },
      };
    },
  });
}

/** Little-endian 32-bit floats. */
function base64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}
