import { dirname, join } from "node:path";
import { isConfigured, paths } from "../../modules/src/config/index.ts";
import type { Orchestrator } from "../../modules/src/orchestrator/index.ts";
import type { ServiceOptions } from "./open-service.ts";
import type { SettingsHere } from "./settings-here.ts";

/** One line: whose answers these are, in the words of each answer's provenance. */
export function whoAnswers(
  { lab, settings }: Pick<SettingsHere, "lab" | "settings">,
  source: ServiceOptions["source"],
  { models }: Pick<Orchestrator, "models">,
): string {
  if ("upstream" in source) return `live, by ${source.upstream}, unless it says otherwise`;
  // A file of one's own may name other places.
  if (lab && isShipped(source.file)) {
    const { name, provenance } = lab.localModel;
    const here = isConfigured("LOCAL_MODEL_ENDPOINT")
      ? `those of ${settings.localModel.endpoint} on this machine local`
      : `those of its local model ${name} ${provenance}`;
    return `simulated, by the lab cloud at ${lab.http}; ${here}`;
  }
  const places = models().flatMap(({ deployments }) => deployments);
  const named = (isHere: boolean) => [
    ...new Set(places.filter(({ tier }) => (tier === "local") === isHere).map(({ provider }) => provider)),
  ];
  const [here, there] = [named(true), named(false)];
  const cloud = settings.lab.http;
  return [
    ...(cloud === undefined ? [] : [`simulated where the lab cloud at ${cloud} gives them`]),
    ...(there.length > 0 ? [`live, by ${there.join(", ")}`] : []),
    ...(here.length > 0 ? [`local, by ${here.join(", ")} on this machine`] : []),
  ].join("; ");
}

/** A profile of the workshop, not a file of one's own. */
export const isShipped = (file: string) => dirname(file) === join(paths.data, "orchestrator");

/** Nothing is set up, nothing runs: how to get answers all the same. */
export const NOBODY_ANSWERS =
  "Nobody is there to answer: .env names no model, and no lab cloud runs on this machine. Add --lab for one in this process, run npm start or npm run lab-cloud in another terminal, or name your models in .env.";
