import { randomUUID } from "node:crypto";
import type { Deployment } from "../../../catalog/index.ts";
import { PROVENANCE_HEADER } from "../../../chat/provenance.ts";
import type { Clock } from "../../../core/index.ts";
import { bodyTooLarge, deploymentNotFound, invalidRequest } from "../../azure-refusal.ts";
import type { Faults } from "../../faults/faults.ts";
import type { LabContext } from "../../lab-app.ts";
import type { PromptMessage, SimulatedAnswer, SimulatedModel } from "../../models/simulated-model.ts";
import { readBody } from "../../request-body.ts";
import type { LabSecrets } from "../../trust/lab-secrets.ts";
import { admit, quotaHeaders } from "./admission.ts";
import { checkApiVersion } from "./api-version.ts";
import { checkCaller } from "./caller.ts";
import { createQuota, type Quota } from "./quota.ts";
import { createStrike, type StrikeRequest } from "./strike.ts";

export interface AzureResourceOptions {
  readonly deployments: readonly Deployment[];
  readonly model: () => Promise<SimulatedModel>;
  readonly secrets: LabSecrets;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** `dated`: `/openai/…?api-version=…`; `v1`: `/openai/v1/…`. */
export type RouteForm = "dated" | "v1";

/** One deployment and what is left of its minute. */
export interface Served {
  readonly deployment: Deployment;
  readonly quota: Quota;
}

/** What a deployment is asked, whichever route brought it. */
export interface Question {
  readonly messages: readonly PromptMessage[];
  readonly maxTokens?: number | undefined;
  readonly stop?: readonly string[];
}

/** What a deployment answers; each route gives it the form of its own. */
export interface Completion {
  readonly answer: SimulatedAnswer;
  readonly promptTokens: number;
  /** Base model that answers. */
  readonly model: Deployment["model"];
  readonly headers: Readonly<Record<string, string>>;
}

/** The deployments behind every route of Azure OpenAI: who may enter, what is there, and the way of one question. */
export interface AzureResource {
  readonly deployments: readonly Deployment[];
  readonly clock: Clock;
  /** @throws AzureRefusal (401; 400 or 404 for the version of a dated route) */
  enter(c: LabContext, form: RouteForm): void;
  /** @throws AzureRefusal (413) */
  readBody(c: LabContext): Promise<string>;
  /** Finds a deployment and notes it for the journal. @throws AzureRefusal (404) */
  find(c: LabContext, name: string): Served;
  /** Faults come first; `complete` does this, what answers without it has to. */
  readonly strike: StrikeRequest;
  /** From a question to its answer: fault, size, quota, answer. @throws AzureRefusal */
  complete(c: LabContext, served: Served, question: Question): Promise<Completion>;
}

/**
 * Less than the largest models take (gpt-4.1: a million tokens, some 4 MiB of English): every prompt is counted on the one
 * thread that serves all the others.
 */
const BODY_LIMIT_BYTES = 1_048_576;

export function createAzureResource(options: AzureResourceOptions): AzureResource {
  const { deployments, secrets, faults, clock } = options;
  const served = new Map(
    deployments.map((deployment) => [deployment.name, { deployment, quota: createQuota(clock, deployment) }]),
  );

  const strike = createStrike(faults, clock);

  return {
    deployments,
    clock,
    strike,
    enter(c, form) {
      checkCaller(c, secrets, clock.now());
      if (form === "dated") checkApiVersion(c.req.query("api-version"));
    },
    readBody: (c) => readBody(c, BODY_LIMIT_BYTES, bodyTooLarge),
    find(c, name) {
      const found = served.get(name);
      if (!found) throw deploymentNotFound();
      c.set("deployment", name);
      return found;
    },
    async complete(c, target, question) {
      c.set("messageCount", question.messages.length);
      await strike(c, target.deployment);
      const model = await options.model();
      const promptTokens = model.countPrompt(question.messages);
      checkSize(target.deployment, question, promptTokens);
      const answer = model.answer(question.messages, question);
      admit(c, target, promptTokens + (question.maxTokens ?? answer.completionTokens));
      return { answer, promptTokens, model: target.deployment.model, headers: answerHeaders(target) };
    },
  };
}

function checkSize({ model }: Deployment, { maxTokens }: Question, promptTokens: number): void {
  if (maxTokens !== undefined && maxTokens > model.maxOutputTokens) {
    throw invalidRequest(
      `max_tokens is too large: ${maxTokens}. This model supports at most ${model.maxOutputTokens} completion tokens.`,
      "max_tokens",
      "invalid_value",
    );
  }
  if (promptTokens > model.contextTokens) {
    throw invalidRequest(
      `This model's maximum context length is ${model.contextTokens} tokens. However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`,
      "messages",
      "context_length_exceeded",
    );
  }
}

/** The headers of every answer of a deployment, chat or not. */
export function answerHeaders({ deployment, quota }: Served): Record<string, string> {
  return {
    "x-request-id": randomUUID(),
    "apim-request-id": randomUUID(),
    "x-ms-region": deployment.region,
    "x-ms-deployment-name": deployment.name,
    ...quotaHeaders(quota.read()),
    [PROVENANCE_HEADER]: "simulated",
  };
}
