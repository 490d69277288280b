import { z } from "zod";
import { ModelError } from "../core/errors.ts";
import { readJsonFile } from "./read-json-file.ts";

/** Sizes of a BERT encoder. */
export interface EncoderShape {
  readonly layers: number;
  /** Numbers in the vector of a token. */
  readonly width: number;
  readonly heads: number;
  /** Width of the middle of a layer. */
  readonly inner: number;
  /** Tokens of the vocabulary. */
  readonly vocabulary: number;
  /** Longest input, in tokens. */
  readonly positions: number;
  /** Held against division by zero in normalisation. */
  readonly epsilon: number;
}

const size = z.int().positive();
const schema = z.object({
  model_type: z.literal("bert"),
  hidden_act: z.literal("gelu").default("gelu"),
  position_embedding_type: z.literal("absolute").default("absolute"),
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  vocab_size: size,
  max_position_embeddings: size,
  layer_norm_eps: z.number().positive().default(1e-12),
});

/**
 * The shape of an encoder from its `config.json`.
 * @throws ModelError when it is of another kind than BERT.
 */
export function readEncoderShape(file: string): EncoderShape {
  const parsed = schema.safeParse(readJsonFile(file));
  if (!parsed.success) throw otherKind(file, parsed.error.issues[0]);
  const { data } = parsed;
  return {
    layers: data.num_hidden_layers,
    width: data.hidden_size,
    heads: data.num_attention_heads,
    inner: data.intermediate_size,
    vocabulary: data.vocab_size,
    positions: data.max_position_embeddings,
    epsilon: data.layer_norm_eps,
  };
}

const otherKind = (file: string, issue: z.core.$ZodIssue | undefined) =>
  new ModelError(`${file} describes no BERT encoder: ${issue?.path.join(".")}: ${issue?.message}.`, {
    code: "MODEL_OTHER_KIND",
    hint: "Only BERT encoders are converted here; modules/docs/onnx.md says what to do with others.",
  });
