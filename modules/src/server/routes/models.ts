import { z } from "zod";
import { nearestName } from "../../config/nearest-name.ts";
import type { ServedModel } from "../../orchestrator/orchestrator.ts";
import { ApiError } from "../http/api-error.ts";
import { defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { anyRefusal } from "./declared-answers.ts";

const model = z.looseObject({
  id: z.string(),
  object: z.literal("model"),
  created: z.int(),
  owned_by: z.string(),
  name: z.string(),
  provider: z.string(),
  capabilities: z.array(z.string()),
  cost: z.object({ input_per_1k: z.number().nullable(), output_per_1k: z.number().nullable() }),
  status: z.enum(["available", "unavailable"]),
  quality_score: z.number(),
});

/** `GET /v1/models`: OpenAI's list, and the same in `models`, as clients of other orchestrators read it. */
export function modelRoutes({ orchestrator, startedAt }: Platform): readonly Route[] {
  const created = Math.floor(startedAt / 1000);
  return [
    defineRoute({
      method: "GET",
      path: "/v1/models",
      name: "listModels",
      tag: "OpenAI",
      about: "The models that can be asked for by name, and `auto`, which leaves the choice to the router.",
      scope: "read",
      answers: {
        200: {
          about: "The list.",
          schema: z.object({
            object: z.literal("list"),
            data: z.array(z.looseObject({ id: z.string() })),
            models: z.array(model),
          }),
        },
        ...anyRefusal,
      },
      handle() {
        const models = orchestrator.models().map((one) => describeModel(one, created));
        return { body: { object: "list", data: [autoModel(created), ...models], models } };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/v1/models/{model}",
      name: "getModel",
      tag: "OpenAI",
      about: "One model.",
      scope: "read",
      answers: { 200: { about: "The model.", schema: z.looseObject({ id: z.string() }) }, ...anyRefusal },
      handle({ parameters }) {
        const name = parameters.model ?? "";
        if (name === "auto") return { body: autoModel(created) };
        const models = orchestrator.models();
        const found = models.find((one) => one.name === name);
        if (found) return { body: describeModel(found, created) };
        throw unknownModel(
          name,
          models.map((one) => one.name),
        );
      },
    }),
  ];
}

const autoModel = (created: number) => ({ id: "auto", object: "model", created, owned_by: "router" });

function describeModel(one: ServedModel, created: number) {
  const { name, publisher, usdPerMillion, available, deployments } = one;
  const perThousand = (usd: number | undefined) => (usd === undefined ? null : usd / 1000);
  return {
    id: name,
    object: "model" as const,
    created,
    owned_by: publisher,
    name,
    provider: deployments[0]?.provider ?? publisher,
    version: one.version ?? null,
    kind: one.kind,
    capabilities: one.capabilities,
    cost: {
      input_per_1k: perThousand(usdPerMillion?.input),
      output_per_1k: perThousand(usdPerMillion?.output),
    },
    status: available ? ("available" as const) : ("unavailable" as const),
    quality_score: one.quality,
    context_tokens: one.contextTokens ?? null,
    max_output_tokens: one.maxOutputTokens,
    deployments: deployments.map(({ deployment, tier }) => ({ deployment, tier })),
  };
}

function unknownModel(name: string, known: readonly string[]): ApiError {
  const near = nearestName(name, known);
  return new ApiError(`There is no model named ${JSON.stringify(name.slice(0, 80))}.`, {
    status: 404,
    code: "MODEL_NOT_FOUND",
    param: "model",
    hint: near === undefined ? `There are: ${["auto", ...known].join(", ")}.` : `Did you mean ${near}?`,
  });
}
