import { join } from "node:path";
import { ModelError } from "../core/errors.ts";
import { bothEnds } from "./both-ends.ts";
import { type Confidence, confidenceOf } from "./confidence.ts";
import type { Estimate, RouterLabel } from "./head.ts";
import { ROUTER_LABELS, softmax } from "./head.ts";
import {
  MEND_ROUTER,
  type RouterConfig,
  readRouterConfig,
  scoreOfGain,
  shippedRouterFolder,
} from "./router-config.ts";
import { EXPLAINED } from "./router-graph.ts";
import { type OnnxSession, type OpenSessionOptions, type Outputs, openSession } from "./session.ts";
import { ENCODER_TOKENS, ROUTER_TOKENS } from "./token-bounds.ts";
import { TOKEN_SIGNALS } from "./token-classes.ts";
import { readTokenizer, type Tokenize } from "./tokenizer.ts";

/** One part of a text's features. */
export interface Reason {
  /** `meaning`, or a token signal. */
  readonly name: string;
  /** What was measured: a share of the tokens in per cent, how rare they are from 0 to 127, how many there are. */
  readonly value: number | string;
  /** What it adds to the score, against its usual value. */
  readonly weight: number;
}

/** What a trained router says of a text. */
export interface RouterAnswer extends Omit<Estimate, "gain"> {
  /** 0 (surely local) to 1 (surely cloud). */
  readonly score: number;
  /** What each part of the text's features adds to the score, against its usual value. */
  readonly reasons: readonly Reason[];
  /** How sure each decision would be; absent when that was not measured. */
  readonly confidence: Readonly<Record<"local" | "cloud", Confidence>> | undefined;
  /** Tokens of the text, read or not. */
  readonly tokens: number;
}

/** A trained router's files, opened. */
export interface RouterModel {
  readonly folder: string;
  /** Score from which the cloud is asked. */
  readonly threshold: number;
  /** @throws ModelError when the model gives no numbers. */
  answer(text: string): Promise<RouterAnswer>;
  /** What the head reads of a text: 384 numbers for its meaning, a vector of length 1, then its token signals. */
  features(text: string): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface OpenRouterModelOptions extends OpenSessionOptions {
  /** Default: the one the workshop ships. */
  readonly folder?: string;
}

/**
 * Opens a folder with `model.onnx`, `config.json`, `tokenizer.json` and `tokenizer_config.json`, and asks it once.
 * @throws ModelError when a file is missing, damaged or of another kind, with the command that mends it.
 */
export async function openRouterModel(options: OpenRouterModelOptions = {}): Promise<RouterModel> {
  const { folder = shippedRouterFolder } = options;
  const config = readRouterConfig(folder);
  const tokenize = readTokenizer(folder, Number.POSITIVE_INFINITY, MEND_ROUTER);
  const session = await openSession(join(folder, "model.onnx"), MEND_ROUTER, options);
  const model = createRouterModel({ folder, config, tokenize, session });
  try {
    await model.answer("");
  } catch (error) {
    await session.close();
    throw error;
  }
  return model;
}

interface Parts {
  readonly folder: string;
  readonly config: RouterConfig;
  readonly tokenize: Tokenize;
  readonly session: OnnxSession;
}

function createRouterModel({ folder, config, tokenize, session }: Parts): RouterModel {
  return {
    folder,
    threshold: config.threshold,
    async answer(text) {
      const ids = tokenize(text);
      return { ...readAnswer(await session.run(endsOf(ids)), config, folder), tokens: ids.length };
    },
    async features(text) {
      return checked((await session.run(endsOf(tokenize(text)))).features, folder);
    },
    close: () => session.close(),
  };
}

const endsOf = (ids: readonly number[]) => bothEnds(ids, { longest: ROUTER_TOKENS, seen: ENCODER_TOKENS });

function readAnswer(outputs: Outputs, { labels, scale, confidence }: RouterConfig, folder: string) {
  const [gain = 0] = checked(outputs.gain, folder);
  const [weakWrong = 0] = checked(outputs.weak_wrong, folder);
  const shares = softmax([...checked(outputs.logits, folder)]);
  const shareOf = (label: RouterLabel) => shares[labels.indexOf(label)] ?? 0;
  const score = scoreOfGain(gain, scale);
  const without = checked(outputs.without, folder);
  const features = checked(outputs.features, folder);
  const values = describeSignals(features);
  const sure = (other: RouterLabel) => confidence && confidenceOf(confidence, features, 1 - shareOf(other));
  const [local, cloud] = [sure("strong_better"), sure("weak_better")];
  return {
    score,
    weakWrong,
    confidence: local && cloud && { local, cloud },
    probabilities: Object.fromEntries(ROUTER_LABELS.map((label) => [label, shareOf(label)])) as Record<
      RouterLabel,
      number
    >,
    reasons: EXPLAINED.map((name, at) => ({
      name,
      value: values[at] ?? "",
      weight: score - scoreOfGain(without[at] ?? 0, scale),
    })),
  };
}

/** In the order of EXPLAINED. */
function describeSignals(features: Float32Array): (number | string)[] {
  const signals = [...features.subarray(features.length - TOKEN_SIGNALS.length)];
  const described = TOKEN_SIGNALS.map((name, at) => {
    const value = signals[at] ?? 0;
    if (name === "length") return `${Math.round(Math.exp(value))} tokens`;
    return name === "rare-words" ? Math.round(value) : `${Math.round(100 * value)} %`;
  });
  return ["of the text", ...described];
}

function checked(values: Float32Array | undefined, folder: string): Float32Array {
  if (values && values.length > 0 && values.every(Number.isFinite)) return values;
  const problem = values && values.length > 0 ? "gives values that are no numbers" : "lacks an output";
  throw new ModelError(`The router in ${folder} ${problem}.`, {
    code: "MODEL_GIVES_NO_NUMBERS",
    hint: MEND_ROUTER,
  });
}
