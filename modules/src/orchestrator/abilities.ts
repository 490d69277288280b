import type { Catalog } from "../catalog/catalog.ts";
import { taskName } from "../catalog/task-capability.ts";
import type { Serving, ServingDeployment } from "./serving.ts";

/** What not every chat model can take. */
export type Ability = "vision" | "audio" | "tools" | "json_object" | "json_schema";

/** What is known of a deployment's abilities; false only for one that surely lacks it. */
export type AbilityCheck = (deployment: ServingDeployment, ability: Ability) => boolean;

/** What else configurations call an ability. */
const WORDS: Readonly<Record<Ability, readonly string[]>> = {
  vision: ["vision", "image", "images", "image-input", "multimodal"],
  audio: ["audio", "audio-input"],
  tools: ["tools", "tool-use", "tool-calls", "function-calling", "functions"],
  json_object: ["json-object", "json", "json-mode"],
  json_schema: ["json-schema", "structured-output", "structured-outputs"],
};

/** What providers of forms other than OpenAI's do not put into their own form. */
const NOT_IN_FORM: Readonly<Record<string, readonly Ability[]>> = {
  anthropic: ["vision", "audio", "tools", "json_object"],
  gemini: ["vision", "audio", "tools"],
  cohere: ["vision", "audio", "tools"],
};

/**
 * What each deployment can take. In this order: a form that cannot carry it lacks it; its own capabilities name it; the catalog
 * knows its model. Of any other model it lacks what its capabilities leave out while those of another deployment name it: where
 * nobody's do, or it has none, nothing is known, and it may be asked.
 * @param elsewhere Capabilities of models that the configuration names and that are not set up here.
 */
export function abilitiesOf(
  { deployments }: Serving,
  catalog: Catalog | undefined,
  elsewhere: readonly string[] = [],
): AbilityCheck {
  const told = new Set(
    namedIn([...deployments.flatMap(({ capabilities = [] }) => capabilities), ...elsewhere]),
  );
  return ({ provider, capabilities = [], served, model }, ability) => {
    if (NOT_IN_FORM[provider.kind]?.includes(ability)) return false;
    if (namedIn(capabilities).includes(ability)) return true;
    const known = catalog?.model(served) ?? catalog?.model(model);
    if (known) return known.capabilities.some((one) => one === ability);
    return capabilities.length === 0 || !told.has(ability);
  };
}

const ABILITIES: readonly Ability[] = ["vision", "audio", "tools", "json_object", "json_schema"];

function namedIn(capabilities: readonly string[]): readonly Ability[] {
  const words = capabilities.map(taskName);
  return ABILITIES.filter((ability) => WORDS[ability].some((word) => words.includes(word)));
}
