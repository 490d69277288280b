import type { Model } from "../../../catalog/index.ts";
import type { Router } from "../../../routers/index.ts";
import type { PromptMessage } from "../../models/simulated-model.ts";

/**
 * How a `model-router` deployment chooses: our rule router's score of the last user message, from 0 (surely simple) to 1
 * (surely complex), against these bounds: a query without any sign of difficulty scores 0.35. Azure's own choice is made by
 * a trained model and is not documented.
 */
const STEPS = [
  { below: 0.4, model: "gpt-4.1-nano" },
  { below: 0.7, model: "gpt-4.1-mini" },
  { below: Number.POSITIVE_INFINITY, model: "gpt-4.1" },
] as const;

/** Gives the model that answers. */
export type ModelChoice = (model: Model, messages: readonly PromptMessage[]) => Promise<Model>;

/** Lets a router among the models decide; every other model answers itself. */
export function createModelChoice(models: readonly Model[], router: Router): ModelChoice {
  return async (model, messages) => {
    if (model.kind !== "router") return model;
    const prompt = messages.findLast(({ role }) => role === "user")?.text ?? "";
    const { score } = await router.route(prompt);
    const chosen = STEPS.find(({ below }) => score < below)?.model;
    return models.find(({ name }) => name === chosen) ?? model;
  };
}
