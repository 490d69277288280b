import type { Deployment, Model } from "../../../catalog/index.ts";
import type { TokenChoice } from "../../../chat/stream-part.ts";
import type { Clock } from "../../../core/index.ts";
import { bodyTooLarge } from "../../azure-refusal.ts";
import type { Faults } from "../../faults/faults.ts";
import type { LabContext } from "../../lab-app.ts";
import type { AnswerFormat } from "../../models/answer-format.ts";
import type { PromptMessage, SimulatedAnswer, SimulatedModel } from "../../models/simulated-model.ts";
import { answerWithLabel } from "../../models/tuned-model-answer.ts";
import { readBody } from "../../request-body.ts";
import { admit } from "./admission.ts";
import { checkFormat, checkKind, checkSize } from "./check-question.ts";
import {
  type AnswerFindings,
  inspectAnswer,
  inspectPrompt,
  isFiltered,
  type PromptFindings,
} from "./content-filter.ts";
import { contentFiltered } from "./content-filter-refusal.ts";
import { inTurn } from "./embeddings/embedder-turn.ts";
import type { TunedDeployments } from "./fine-tuning/tuned-deployments.ts";
import type { Latency } from "./latency.ts";
import type { ModelChoice } from "./model-router.ts";
import type { Pace } from "./pace.ts";
import type { Quotas } from "./quotas.ts";
import type { RouteForm } from "./route-form.ts";
import { createStrike, type StrikeRequest } from "./strike.ts";
import type { Served, Surface } from "./surface.ts";

export type { RouteForm } from "./route-form.ts";
export type { Served } from "./surface.ts";

export interface AzureResourceOptions {
  readonly deployments: readonly Deployment[];
  /** Models that were tuned since the start. */
  readonly tuned: TunedDeployments;
  readonly surface: Surface;
  readonly model: () => Promise<SimulatedModel>;
  /** Which model answers where one deployment stands for several. */
  readonly choose: ModelChoice;
  readonly latency: Latency;
  readonly quotas: Quotas;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** What a deployment is asked, whichever route brought it. */
export interface Question {
  readonly messages: readonly PromptMessage[];
  readonly maxTokens?: number | undefined;
  readonly stop?: readonly string[];
  /** JSON on request; absent = text. */
  readonly format?: AnswerFormat | undefined;
}

/** An answer that the content filter may have cut. */
export type CheckedAnswer = Omit<SimulatedAnswer, "finishReason"> & {
  readonly finishReason: SimulatedAnswer["finishReason"] | "content_filter";
  /** How likely each piece was, when a tuned model wrote it. */
  readonly tokens?: readonly TokenChoice[];
};

/** What the content filter found; each present only where there is one. */
export interface FilterReport {
  readonly prompt: PromptFindings;
  readonly answer: AnswerFindings;
}

/** What a deployment answers; each route gives it the form of its own. */
export interface Completion {
  readonly answer: CheckedAnswer;
  readonly promptTokens: number;
  /** Base model that answers. */
  readonly model: Model;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent where nothing is filtered: OpenAI's own surface. */
  readonly filter?: FilterReport;
  /** When each part of the answer is there: a route waits for `end()`, or streams `pieces()`. */
  readonly pace: Pace;
}

type WrittenAnswer = Pick<Completion, "answer" | "promptTokens" | "model" | "filter">;

/** The deployments behind every route: who may enter, what is there, and the way of one question. */
export interface AzureResource {
  /** The forms that every route is served in. */
  readonly forms: readonly RouteForm[];
  readonly deployments: readonly Deployment[];
  readonly clock: Clock;
  /** @throws AzureRefusal (401; 400 or 404 for the version of a dated route) */
  enter(c: LabContext, form: RouteForm): void;
  /** @throws AzureRefusal (413) */
  readBody(c: LabContext): Promise<string>;
  /** Name of the resource that a request is for. @throws AzureRefusal (404) */
  resourceOf(c: LabContext): string;
  /** The deployments of the resource that a request is for. @throws AzureRefusal (404) */
  deploymentsOf(c: LabContext): readonly Deployment[];
  /** Finds a deployment and notes it for the journal. @throws AzureRefusal (404) */
  find(c: LabContext, name: string): Served;
  /** Headers of every answer and refusal, with those of the deployment once `find` found one. */
  headersOf(c: LabContext): Record<string, string>;
  /** Faults come first; `complete` does this, what answers without it has to. */
  readonly strike: StrikeRequest;
  /** Starts the time an answer takes; `complete` does this, what answers without it may. */
  startPace(c: LabContext, served: Served, pieces: readonly string[], model?: Model): Pace;
  /** From a question to its answer: fault, size, filter, quota, answer. @throws AzureRefusal */
  complete(c: LabContext, served: Served, question: Question): Promise<Completion>;
}

/**
 * Less than the largest models take (gpt-4.1: a million tokens, some 4 MiB of English): every prompt is counted on the one
 * thread that serves all the others.
 */
const BODY_LIMIT_BYTES = 1_048_576;

export function createAzureResource(options: AzureResourceOptions): AzureResource {
  const { deployments, tuned, surface, faults, clock, latency, choose } = options;
  const keyOf = (resource: string, name: string) => `${resource}/${name}`;
  const all = new Map(
    deployments.map((deployment): [string, Served] => [
      keyOf(deployment.resource, deployment.name),
      {
        deployment,
        quota: options.quotas.create(deployment, keyOf(deployment.resource, deployment.name)),
      },
    ]),
  );
  const home = deployments[0]?.resource;
  const found = new WeakMap<Request, Served>();
  const strike = createStrike(faults, clock);

  const startPace: AzureResource["startPace"] = (c, { deployment }, pieces, model = deployment.model) =>
    latency.start({ deployment, model, pieces, signal: c.req.raw.signal });

  /** The answer itself: model, size, filter. */
  const write = async (
    { deployment, tuned: tunedModel }: Served,
    question: Question,
    signal: AbortSignal,
  ): Promise<WrittenAnswer> => {
    const { messages, format } = question;
    checkKind(deployment.model);
    const simulated = await options.model();
    const model = await choose(deployment.model, messages);
    checkFormat(model, format);
    const promptTokens = simulated.countPrompt(messages);
    checkSize(model, question, promptTokens);
    const say = async () =>
      tunedModel
        ? answerWithLabel(await inTurn(tunedModel.classify(messages, signal)), simulated.split, question)
        : simulated.answer(messages, question);
    if (!surface.filters) return { answer: await say(), promptTokens, model };
    const prompt = passPrompt(messages);
    const { answer, found } = passAnswer(await say(), simulated);
    return { answer, promptTokens, model, filter: { prompt, answer: found } };
  };

  return {
    forms: surface.forms,
    deployments,
    clock,
    strike,
    startPace,
    enter: surface.enter,
    resourceOf: surface.resourceOf,
    readBody: (c) => readBody(c, BODY_LIMIT_BYTES, bodyTooLarge),
    deploymentsOf(c) {
      const resource = surface.resourceOf(c);
      return [...deployments, ...tuned.list()].filter((deployment) => deployment.resource === resource);
    },
    find(c, name) {
      const resource = surface.resourceOf(c);
      const served = all.get(keyOf(resource, name)) ?? tuned.find(resource, name);
      if (!served) throw surface.notFound(name);
      found.set(c.req.raw, served);
      c.set(
        "deployment",
        resource === home ? served.deployment.name : keyOf(resource, served.deployment.name),
      );
      return served;
    },
    headersOf: (c) => surface.headers(c, found.get(c.req.raw)),
    async complete(c, served, question) {
      c.set("messageCount", question.messages.length);
      await strike(c, served.deployment);
      const startedAt = clock.elapsed();
      const { signal } = c.req.raw;
      const written = await write(served, question, signal);
      const { answer, promptTokens, model } = written;
      admit(c, served, promptTokens + (question.maxTokens ?? answer.completionTokens));
      const { deployment, tuned: tunedModel } = served;
      const pace = latency.start({ deployment, model, pieces: answer.pieces, signal, startedAt });
      const headers = {
        ...surface.headers(c, served),
        ...(tunedModel && { [TUNED_MODEL_HEADER]: tunedModel.about }),
      };
      return { ...written, headers, pace };
    },
  };
}

/** Says what a tuned model is: none that writes. */
const TUNED_MODEL_HEADER = "x-lab-tuned-model";

/** @throws AzureRefusal (400) for a prompt that the filter stops */
function passPrompt(messages: readonly PromptMessage[]): PromptFindings {
  const found = inspectPrompt(messages);
  if (isFiltered(found)) throw contentFiltered(found);
  return found;
}

/** Ends an answer where the filter stops it. */
function passAnswer(
  written: SimulatedAnswer & Pick<CheckedAnswer, "tokens">,
  model: SimulatedModel,
): { readonly answer: CheckedAnswer; readonly found: AnswerFindings } {
  const { found, keep } = inspectAnswer(written.text);
  if (keep === written.text.length) return { answer: written, found };
  return { answer: { ...model.split(written.text.slice(0, keep)), finishReason: "content_filter" }, found };
}
