import type { Catalog, Model } from "../catalog/catalog.ts";
import { findModelDeployment } from "../catalog/model-deployments.ts";
import type { Usage } from "../chat/stream-part.ts";
import { answerCostUsd } from "../cost/answer-cost.ts";
import type { ChatReply } from "../providers/provider.ts";

/** What an answer says of itself, and what it is held against. What is not given is not checked. */
export interface AnswerClaims {
  /** Model, dated model or deployment that was asked for. */
  readonly requested: string;
  readonly reply: Pick<ChatReply, "servedModel" | "region">;
  /** Tokens that the provider claims. */
  readonly usage?: Usage | undefined;
  /** Tokens counted here (`countUsage`). */
  readonly computed?: Usage | undefined;
  /** US dollars that were charged for the answer. */
  readonly costUsd?: number | undefined;
  readonly catalog: Catalog;
  /** Region that was to answer: `swedencentral` and `Sweden Central` are the same. */
  readonly expectedRegion?: string | undefined;
}

/** One thing that does not fit, with both sides of it and one sentence that says so. */
export type Lie =
  | Finding<"model", string, string>
  | Finding<"unknown-model", string, undefined>
  | Finding<"prompt-tokens" | "completion-tokens" | "cost", number, number>
  | Finding<"region", string | undefined, string>;

interface Finding<Kind, Claimed, Expected> {
  readonly kind: Kind;
  readonly claimed: Claimed;
  readonly expected: Expected;
  readonly sentence: string;
}

/**
 * How far claimed tokens may be from counted ones, whichever of the two is more: providers wrap messages in a few tokens
 * that their vocabularies do not tell.
 */
export const USAGE_TOLERANCE = { tokens: 5, share: 0.1 } as const;

/** How far a charge may be from the list price: it is rounded somewhere on its way. */
export const COST_TOLERANCE = { usd: 0.000_001, share: 0.01 } as const;

/**
 * Holds what an answer says of itself against what was asked, counted and listed. A deployment's own name is no lie, nor is
 * any model that a model router chose. Gives nothing for an honest answer.
 */
export function spotLies(claims: AnswerClaims): readonly Lie[] {
  const { catalog, requested, reply } = claims;
  const asked = identify(requested, catalog);
  const served = identify(reply.servedModel, catalog);
  return [
    modelLie(claims, asked, served),
    unknownModel(reply.servedModel, served),
    ...usageLies(claims, served),
    costLie(claims, served),
    regionLie(claims),
  ].filter((lie) => lie !== undefined);
}

interface Identity {
  readonly model: Model | undefined;
  /** Version that the name itself tells. */
  readonly version: string | undefined;
}

/** The model behind a name, by the catalog; a version that is not in the catalog is still a version of its model. */
function identify(name: string, catalog: Catalog): Identity {
  const version = VERSION.exec(name)?.[1];
  const exact = catalog.model(name);
  if (exact) return { model: exact, version: name.endsWith(`-${exact.version}`) ? exact.version : undefined };
  const plain = findModelDeployment(name)?.model ?? name.replace(VERSION, "");
  return { model: catalog.model(plain), version };
}

const VERSION = /-(20\d\d-\d\d-\d\d|20\d{6}|\d{3,4})$/;

function modelLie({ requested, reply }: AnswerClaims, asked: Identity, served: Identity): Lie | undefined {
  if (!asked.model || asked.model.kind === "router") return undefined;
  const sameModel = !served.model || served.model.name === asked.model.name;
  const sameVersion = !asked.version || !served.version || asked.version === served.version;
  if (sameModel && sameVersion) return undefined;
  return {
    kind: "model",
    claimed: reply.servedModel,
    expected: requested,
    sentence: `${requested} was asked, and ${reply.servedModel} says it answered.`,
  };
}

function unknownModel(servedModel: string, { model }: Identity): Lie | undefined {
  if (model) return undefined;
  const sentence = `${servedModel} says it answered, and the catalog knows no such model, so its price cannot be checked.`;
  return { kind: "unknown-model", claimed: servedModel, expected: undefined, sentence };
}

function usageLies({ usage, computed }: AnswerClaims, served: Identity): readonly (Lie | undefined)[] {
  if (!usage || !computed) return [];
  const thinksUnseen = served.model?.capabilities.includes("reasoning") ?? false;
  const unseen = thinksUnseen && usage.completionTokens > computed.completionTokens;
  return [
    tokenLie("prompt-tokens", usage.promptTokens, computed.promptTokens),
    unseen ? undefined : tokenLie("completion-tokens", usage.completionTokens, computed.completionTokens),
  ];
}

function tokenLie(
  kind: "prompt-tokens" | "completion-tokens",
  claimed: number,
  expected: number,
): Lie | undefined {
  if (isNear(claimed, expected, USAGE_TOLERANCE.tokens, USAGE_TOLERANCE.share)) return undefined;
  const what = kind === "prompt-tokens" ? "The prompt" : "The answer";
  const sentence = `${what} is claimed to have ${claimed} tokens, and ${expected} were counted.`;
  return { kind, claimed, expected, sentence };
}

function costLie({ usage, costUsd: claimed }: AnswerClaims, { model }: Identity): Lie | undefined {
  const expected = usage && model && answerCostUsd(model, usage);
  if (claimed === undefined || expected === undefined) return undefined;
  if (isNear(claimed, expected, COST_TOLERANCE.usd, COST_TOLERANCE.share)) return undefined;
  const sentence = `The answer was charged at ${dollars(claimed)}, and its tokens cost ${dollars(expected)} at ${model?.name}'s list price.`;
  return { kind: "cost", claimed, expected, sentence };
}

function regionLie({ reply: { region }, expectedRegion: expected }: AnswerClaims): Lie | undefined {
  if (expected === undefined || (region !== undefined && sameRegion(region, expected))) return undefined;
  const sentence = region
    ? `${expected} was to answer, and ${region} says it did.`
    : `${expected} was to answer, and the answer does not say where it comes from.`;
  return { kind: "region", claimed: region, expected, sentence };
}

const isNear = (claimed: number, expected: number, least: number, share: number) =>
  Math.abs(claimed - expected) <= Math.max(least, expected * share);

const sameRegion = (one: string, other: string) => plainRegion(one) === plainRegion(other);

const plainRegion = (region: string) => region.toLowerCase().replace(/[\s-]/g, "");

const dollars = (usd: number) => `${usd.toPrecision(3)} USD`;
