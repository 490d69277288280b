import { join } from "node:path";
import { z } from "zod";
import { assistant, type ChatMessage, system, user } from "../chat/message.ts";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
import type { Target } from "./router.ts";

/** How a chat model is asked for a label. */
export interface LabelPrompt {
  readonly system: string;
  /** What a user's turn looks like; `{question}` stands for the question. */
  readonly turn: string;
  /** Marks where the question begins and ends. What looks like it within a question is taken apart. */
  readonly fence: string;
  /** The word the model answers with for each target. */
  readonly labels: Readonly<Record<Target, string>>;
  /** Questions it is shown beforehand, with their target; none is zero-shot. */
  readonly examples: readonly LabelledQuestion[];
}

export interface LabelledQuestion {
  readonly question: string;
  readonly target: Target;
}

/**
 * How sure a model's log-probabilities really are: `P(cloud) = 1 / (1 + exp(-(offset + slope * logit)))`, where `logit` is
 * the logarithm of the model's probability of the cloud's label over that of the local one (Platt scaling).
 */
export interface LabelCalibration {
  readonly slope: number;
  readonly offset: number;
}

export interface ShippedCalibration extends LabelCalibration {
  /** Model and prompt it was fitted for; other models, and other words, are differently sure. */
  readonly model: string;
  readonly prompt: string;
  /** What it was fitted on, and the command that does it again. */
  readonly fitted: string;
}

export interface LabelPrompts {
  /** By name: `zero-shot`, `few-shot`. */
  readonly prompts: Readonly<Record<string, LabelPrompt>>;
  readonly calibrations: readonly ShippedCalibration[];
}

export const labelPromptsFile = join(paths.data, "routers", "phi.yaml");

const line = z.string().trim().min(1);
/** One word: its first token has to tell it from the other. */
const label = z.string().regex(/^\p{L}+$/u, "must be one word of letters");
const target = z.enum(["local", "cloud"]);

const promptSchema = z
  .strictObject({
    system: line,
    turn: line.refine((turn) => turn.split("{question}").length === 2, "must hold {question} once"),
    fence: line,
    labels: z
      .strictObject({ local: label, cloud: label })
      .refine(
        ({ local, cloud }) => local.charAt(0).toLowerCase() !== cloud.charAt(0).toLowerCase(),
        "must begin with different letters, so that the first token tells them apart",
      ),
    examples: z.array(z.strictObject({ question: line, target })),
  })
  .refine(({ turn, fence }) => turn.includes(fence), { path: ["turn"], error: "must hold the fence" });

const schema: z.ZodType<LabelPrompts> = z.strictObject({
  prompts: z.record(z.string(), promptSchema),
  calibrations: z.array(
    z.strictObject({
      model: line,
      prompt: line,
      slope: z.number().positive(),
      offset: z.number(),
      fitted: line,
    }),
  ),
});

/**
 * Reads prompts and calibrations from a YAML file; without a name, those that come with the workshop.
 * @throws SettingsError with file, line and field of each problem.
 */
export function readLabelPrompts(file: string = labelPromptsFile): LabelPrompts {
  return readYaml(file, "The prompt file", schema).content;
}

let shipped: LabelPrompts | undefined;

/** The workshop's own, read when they are first needed. */
export function shippedLabelPrompts(): LabelPrompts {
  shipped ??= readLabelPrompts();
  return shipped;
}

/** The conversation that asks for the label of a question. The question is data in it: fenced, and its own fences taken apart. */
export function labelMessages(question: string, prompt: LabelPrompt): ChatMessage[] {
  const turn = (asked: string) => user(prompt.turn.replace("{question}", () => fenced(asked, prompt.fence)));
  return [
    system(prompt.system),
    ...prompt.examples.flatMap((example) => [
      turn(example.question),
      assistant(prompt.labels[example.target]),
    ]),
    turn(question),
  ];
}

/** A question that cannot end its own quotation. Control characters and broken letters are no text for a model. */
function fenced(question: string, fence: string): string {
  return question
    .toWellFormed()
    .replace(/(?![\n\t])\p{Cc}/gu, " ")
    .replaceAll(fence, [...fence].join(" "))
    .trim();
}
