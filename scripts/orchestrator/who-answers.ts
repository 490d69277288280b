import { dirname, join } from "node:path";
import { paths } from "../../modules/src/config/index.ts";
import type { Orchestrator, ServedDeployment } from "../../modules/src/orchestrator/index.ts";
import type { ServiceOptions } from "./open-service.ts";
import type { SettingsHere } from "./settings-here.ts";

export interface Answering extends Pick<Orchestrator, "models"> {
  /** Where the configuration says that a provider is, by its name; others are where the settings say. */
  readonly places?: Readonly<Record<string, { readonly endpoint?: string | undefined }>> | undefined;
}

/** One line: whose answers these are, in the words of each answer's provenance. */
export function whoAnswers(
  here: Pick<SettingsHere, "lab" | "settings">,
  source: ServiceOptions["source"],
  { models, places = {} }: Answering,
): string {
  if ("upstream" in source) return `live, by ${source.upstream}, unless it says otherwise`;
  const { lab, settings } = here;
  const all = models().flatMap(({ deployments }) => deployments);
  const cloud = lab?.http ?? settings.lab.http;
  const isOfLab = (one: ServedDeployment) =>
    lab !== undefined && isAt(lab.local, places[one.provider]?.endpoint ?? settings.localModel.endpoint);
  const ofLab = all.filter((one) => one.provenance === "local" && isOfLab(one));
  const others = all.filter((one) => !ofLab.includes(one));
  const by = (provenance: ServedDeployment["provenance"]) => [
    ...new Set(others.filter((one) => one.provenance === provenance).map(({ provider }) => provider)),
  ];
  const [simulated, live, local] = [by("simulated"), by("live"), by("local")];
  return [
    ...(simulated.length > 0 ? [`simulated, by the lab cloud at ${cloud}${of(simulated, live)}`] : []),
    ...(lab && ofLab.length > 0
      ? [`those of its local model ${lab.localModel.name} ${lab.localModel.provenance}`]
      : []),
    ...(live.length > 0 ? [`live, by ${live.join(", ")}`] : []),
    ...(local.length > 0 ? [`local, by ${local.join(", ")} on this machine, unless it says otherwise`] : []),
  ].join("; ");
}

/** Which providers are meant, where there are others that are not. */
const of = (names: readonly string[], others: readonly string[]) =>
  others.length > 0 ? ` for ${names.join(", ")}` : "";

const isAt = (address: string, endpoint: string | undefined) =>
  endpoint !== undefined && new URL(endpoint).host === new URL(address).host;

/** A profile of the workshop, not a file of one's own. */
export const isShipped = (file: string) => dirname(file) === join(paths.data, "orchestrator");

/** Nothing is set up, nothing runs: how to get answers all the same. */
export const NOBODY_ANSWERS =
  "Nobody is there to answer: .env names no model, and no lab cloud runs on this machine. Add --lab for one in this process, run npm start or npm run lab-cloud in another terminal, or name your models in .env.";
