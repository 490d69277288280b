import type { RouteDecision, Router } from "../../routers/index.ts";
import { invalidRequest } from "../azure-refusal.ts";
import type { AnswerFormat, JsonField } from "./answer-format.ts";
import { labelFor, scaleOf } from "./label-scale.ts";
import { readTask } from "./skills/labels.ts";
import type { Asked } from "./skills/skill.ts";

export interface Material {
  /** The answer in words. */
  readonly text: string;
  readonly asked: Asked;
  /** Decides labels, and says why. */
  readonly router: Router;
}

/** A value, or nothing that could honestly stand there. */
type Value = string | number | boolean | undefined;

/** Names under which a label's certainty and reason are asked for. */
const SCORE = /^(?:score|complexity(?:_?score)?|difficulty)$/i;
const CONFIDENCE = /^(?:confidence|probability|certainty)$/i;
const REASON = /^(?:reason|reasoning|explanation|rationale|justification|why)$/i;

/**
 * The answer as JSON. Any object: `{"answer": …}`. After a schema: a text becomes the answer; a choice between labels the rule
 * router's decision, with its score and reason where they are asked for; a number or a yes is read out of the answer.
 * @throws AzureRefusal (400) naming the field that nothing honest can fill.
 */
export async function fillJson(format: AnswerFormat, material: Material): Promise<string> {
  if (format.type === "json_object") return JSON.stringify({ answer: material.text });
  const decision = format.fields.some(isLabel) ? await decide(material) : undefined;
  const texts = format.fields.filter((field) => isFreeText(field) && !(decision && REASON.test(field.name)));
  const entries = format.fields.flatMap((field): [string, Value | null][] => {
    const value =
      isFreeText(field) && texts.indexOf(field) > 0 ? undefined : valueFor(field, material, decision);
    if (value !== undefined) return [[field.name, value]];
    if (field.nullable) return [[field.name, null]];
    if (field.optional) return [];
    throw cannotFill(field);
  });
  return JSON.stringify(Object.fromEntries(entries));
}

const isLabel = ({ choices }: JsonField) => choices !== undefined && scaleOf(choices) !== undefined;
const isFreeText = ({ type, choices }: JsonField) => type === "string" && choices === undefined;

async function decide({ asked, router }: Material): Promise<RouteDecision> {
  return router.route(readTask(asked)?.query ?? asked.prompt);
}

function valueFor(field: JsonField, { text }: Material, decision: RouteDecision | undefined): Value {
  if (field.choices) return choiceOf(field.choices, text, decision);
  if (field.type === "string") return decision && REASON.test(field.name) ? decision.reason : text;
  if (field.type === "boolean") return yesOrNo(text);
  return numberOf(field, text, decision);
}

function choiceOf(choices: readonly string[], text: string, decision: RouteDecision | undefined): Value {
  if (choices.length === 1) return choices[0];
  const scale = scaleOf(choices);
  if (scale && decision) return labelFor(scale, decision);
  const said = choices.filter((choice) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(choice)}(?![\\p{L}\\p{N}])`, "iu").test(text),
  );
  return said.length === 1 ? said[0] : undefined;
}

function numberOf({ name, type }: JsonField, text: string, decision: RouteDecision | undefined): Value {
  if (decision && type === "number" && SCORE.test(name)) return decision.score;
  if (decision && type === "number" && CONFIDENCE.test(name)) return confidenceOf(decision);
  const numbers = text.match(/(?<![\p{L}\d.])-?\d+(?:\.\d+)?(?![\d\p{L}])/gu) ?? [];
  // "17 × 23 = 391." holds three numbers; the one behind the sign is meant.
  const result =
    /[=≈] (-?\d+(?:\.\d+)?)\.$/.exec(text)?.[1] ?? (numbers.length === 1 ? numbers[0] : undefined);
  const value = Number(result ?? Number.NaN);
  const fits = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
  return fits ? value : undefined;
}

/** The rule router knows no probability; it is surer the farther its score lies from the threshold. */
const confidenceOf = ({ confidence, margin }: RouteDecision) =>
  confidence ?? Math.round(Math.min(1, 0.5 + margin) * 1000) / 1000;

const YES = /^(?:yes|true|sì|ja|oui|sí)(?!\p{L})/iu;
const NO = /^(?:no|false|nein|non)(?!\p{L})/iu;

function yesOrNo(text: string): Value {
  if (YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

const cannotFill = ({ name, type, choices }: JsonField) =>
  invalidRequest(
    `Unsupported parameter: the lab cloud's written answer has nothing for the field '${name}' (${choices ? `one of ${choices.join(", ").slice(0, 100)}` : type}) of 'response_format'; it fills one text, labels of a scale, and numbers or yes and no that the answer says.`,
    "response_format",
    "unsupported_parameter",
  );
