import { randomUUID } from "node:crypto";
import type { Deployment } from "../../catalog/index.ts";
import { PROVENANCE_HEADER } from "../../chat/provenance.ts";
import type { Clock } from "../../core/index.ts";
import {
  bodyTooLarge,
  deploymentNotFound,
  invalidRequest,
  rateLimited,
  resourceNotFound,
} from "../azure-refusal.ts";
import { type Faults, faultRefusal } from "../faults.ts";
import type { LabContext } from "../lab-app.ts";
import type { SimulatedModel } from "../models/simulated-model.ts";
import { readBody } from "../request-body.ts";
import type { LabSecrets } from "../trust/lab-secrets.ts";
import { checkApiVersion } from "./azure-openai/api-version.ts";
import { checkCaller } from "./azure-openai/caller.ts";
import { answerHead, streamedAnswer, wholeAnswer } from "./azure-openai/chat-answer.ts";
import { type ChatCall, readChatCall } from "./azure-openai/chat-call.ts";
import { describeModels } from "./azure-openai/model-list.ts";
import { createQuota } from "./azure-openai/quota.ts";
import type { LabService } from "./service.ts";

export interface AzureOpenaiOptions {
  readonly deployments: readonly Deployment[];
  readonly model: () => Promise<SimulatedModel>;
  readonly secrets: LabSecrets;
  readonly faults: Faults;
  readonly clock: Clock;
}

/**
 * Less than the largest models take (gpt-4.1: a million tokens, some 4 MiB of English): every prompt is counted on the one
 * thread that serves all the others.
 */
const BODY_LIMIT_BYTES = 1_048_576;

/** Azure OpenAI: chat, whole and streamed, and the list of models, on the dated routes and on `/openai/v1`. */
export function createAzureOpenai(options: AzureOpenaiOptions): LabService {
  const { deployments, secrets, faults, clock } = options;
  const served = new Map(
    deployments.map((deployment) => [deployment.name, { deployment, quota: createQuota(clock) }]),
  );
  const models = describeModels(deployments);

  const enterDated = (c: LabContext) => {
    checkCaller(c, secrets, clock.now());
    checkApiVersion(c.req.query("api-version"));
  };
  const enterV1 = (c: LabContext) => checkCaller(c, secrets, clock.now());

  const findDeployment = (c: LabContext, name: string) => {
    const found = served.get(name);
    if (!found) throw deploymentNotFound();
    c.set("deployment", name);
    return found;
  };

  const chatDated = async (c: LabContext) => {
    enterDated(c);
    const target = findDeployment(c, c.req.param("deployment") ?? "");
    return answer(c, target, await readCall(c));
  };

  const chatV1 = async (c: LabContext) => {
    enterV1(c);
    const call = await readCall(c);
    if (call.model === undefined) {
      throw invalidRequest("Missing required parameter: 'model'.", "model", "missing_required_parameter");
    }
    return answer(c, findDeployment(c, call.model), call);
  };

  const answer = async (c: LabContext, target: Served, call: ChatCall): Promise<Response> => {
    c.set("messageCount", call.messages.length);
    const { deployment, quota } = target;
    await strike(c, deployment);
    const model = await options.model();
    const promptTokens = model.countPrompt(call.messages);
    checkSize(deployment, call, promptTokens);
    checkQuota(target);
    const given = model.answer(call.messages, call);
    quota.use(promptTokens + given.completionTokens);
    const head = answerHead(deployment, clock.now());
    const headers = answerHeaders(target);
    if (!call.stream) return Response.json(wholeAnswer(head, given, promptTokens), { headers });
    const events = streamedAnswer(head, given, { promptTokens, includeUsage: call.includeUsage });
    return new Response(ReadableStream.from(encoded(events)), {
      headers: {
        ...headers,
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache",
      },
    });
  };

  /** What was ordered at `/lab/faults` happens before the answer. */
  const strike = async (c: LabContext, { name, region }: Deployment) => {
    const fault = faults.take(name);
    if (!fault) return;
    await clock.sleep(fault.delayMs, c.req.raw.signal);
    if (fault.status !== undefined) throw faultRefusal(fault, fault.status, region);
  };

  const listModels = (c: LabContext) => c.json({ object: "list", data: models });
  const oneModel = (c: LabContext) => {
    const found = models.find((model) => model.id === c.req.param("model"));
    if (!found) throw resourceNotFound();
    return c.json(found);
  };
  const afterEntry =
    (enter: (c: LabContext) => void, handle: (c: LabContext) => Response) => (c: LabContext) => {
      enter(c);
      return handle(c);
    };

  return {
    name: "azure-openai",
    title: "Azure OpenAI",
    provenance: "simulated",
    routes: [
      { method: "POST", path: "/openai/deployments/:deployment/chat/completions", handle: chatDated },
      { method: "POST", path: "/openai/v1/chat/completions", handle: chatV1 },
      { method: "GET", path: "/openai/models", handle: afterEntry(enterDated, listModels) },
      { method: "GET", path: "/openai/models/:model", handle: afterEntry(enterDated, oneModel) },
      { method: "GET", path: "/openai/v1/models", handle: afterEntry(enterV1, listModels) },
      { method: "GET", path: "/openai/v1/models/:model", handle: afterEntry(enterV1, oneModel) },
    ],
    health: () => ({ state: "ready", note: "Azure's protocol, answers written beforehand." }),
  };
}

const readCall = async (c: LabContext): Promise<ChatCall> =>
  readChatCall(await readBody(c, BODY_LIMIT_BYTES, bodyTooLarge));

interface Served {
  readonly deployment: Deployment;
  readonly quota: ReturnType<typeof createQuota>;
}

function checkSize({ model }: Deployment, { maxTokens }: ChatCall, promptTokens: number): void {
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

function checkQuota({ deployment, quota }: Served): void {
  const left = quota.read();
  if (left.remainingTokens > 0 && left.remainingRequests > 0) return;
  throw rateLimited(left.resetMs, deployment.region);
}

function answerHeaders({ deployment, quota }: Served): Record<string, string> {
  const left = quota.read();
  return {
    "x-request-id": randomUUID(),
    "apim-request-id": randomUUID(),
    "x-ms-region": deployment.region,
    "x-ms-deployment-name": deployment.name,
    "x-ratelimit-limit-requests": String(left.limitRequests),
    "x-ratelimit-remaining-requests": String(left.remainingRequests),
    "x-ratelimit-limit-tokens": String(left.limitTokens),
    "x-ratelimit-remaining-tokens": String(left.remainingTokens),
    [PROVENANCE_HEADER]: "simulated",
  };
}

const encoder = new TextEncoder();

function* encoded(texts: Iterable<string>): Generator<Uint8Array> {
  for (const text of texts) yield encoder.encode(text);
}
