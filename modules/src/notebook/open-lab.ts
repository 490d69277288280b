import { join } from "node:path";
import { applyEnvironment, isConfigured } from "../config/environment.ts";
import { paths } from "../config/paths.ts";
import { type LoadedSettings, loadSettings, type Settings } from "../config/settings.ts";
import type { LabCloudOptions } from "../lab-cloud/index.ts";
import { notebookOutput, type Output } from "./display.ts";
import { type FoundLabCloud, findLabCloud, findNamedLabCloud, type SeenState } from "./find-lab-cloud.ts";
import { renderLabLine } from "./lab-line.ts";
import { labTitle } from "./lab-title.ts";
import { closeOwnLabCloud, openOwnLabCloud } from "./own-lab-cloud.ts";
import { trustAuthority } from "./trust-authority.ts";

/** An opened lab: where its clouds are, and the settings it goes by. */
export interface Lab {
  readonly number: string;
  readonly title: string;
  /** Who answers what is sent to the cloud. */
  readonly cloud: "lab" | "azure";
  /** The lab cloud is that of `npm start`, not this notebook's own. */
  readonly joined: boolean;
  /** Addresses of the lab cloud, without a slash at their end. */
  readonly http: string;
  readonly https: string;
  /** Address of the local model's server. */
  readonly localEndpoint: string;
  readonly localModel: SeenState["localModel"];
  readonly settings: Settings;
  /** Ends this notebook's own lab cloud; one that was joined runs on. */
  close(): Promise<void>;
}

export interface OpenLabOptions {
  /** Start a lab cloud of this notebook's own, as a lab that injects faults must. */
  readonly own?: boolean;
}

/** Files, output and own cloud; tests put theirs in place. */
export interface LabPlaces {
  readonly cloudFile: string;
  readonly labsFile: string;
  readonly envFile: string;
  readonly output: Output;
  readonly ownCloud?: LabCloudOptions;
}

/**
 * Opens a lab: joins the lab cloud of `npm start` or starts one, gives SDKs their variables, and draws one line on what
 * is real and what is simulated. Run it before SDKs are imported; running it again is harmless and mends a lost cloud.
 * @throws ExerciseError for an unknown number; SettingsError for a setting that cannot be used
 */
export function openLab(number: string, options: OpenLabOptions = {}): Promise<Lab> {
  return openLabAt(number, options, {
    cloudFile: join(paths.cache, "lab-cloud.json"),
    labsFile: join(paths.labs, "labs.json"),
    envFile: paths.envFile,
    output: notebookOutput(),
  });
}

/** `openLab` with other files. */
export async function openLabAt(number: string, options: OpenLabOptions, places: LabPlaces): Promise<Lab> {
  const { envFile } = places;
  const title = labTitle(number, places.labsFile);
  const joinable = await findRunning(options, places);
  const { state, authority, env } = joinable ?? (await openOwnLabCloud(places.ownCloud));
  if (authority !== undefined) trustAuthority(authority);

  const { azureOpenai, localModel } = ownSettings(envFile);
  const cloud =
    isConfigured("AZURE_OPENAI_ENDPOINT", envFile) && azureOpenai.endpoint !== state.http ? "azure" : "lab";
  const ownLocalModel = isConfigured("LOCAL_MODEL_ENDPOINT", envFile) && localModel.endpoint !== state.local;
  applyEnvironment(variablesFor(env, { cloud, ownLocalModel }), envFile);
  const loaded = loadSettings({ envFile });
  const { settings } = loaded;

  const lab = {
    number,
    title,
    cloud,
    joined: joinable !== undefined,
    localModel: state.localModel,
  } as const;
  const line = renderLabLine({
    ...lab,
    azureEndpoint: settings.azureOpenai.endpoint,
    ownLocalEndpoint: ownLocalModel ? settings.localModel.endpoint : undefined,
    warnings: warningsOf(loaded, cloud, envFile),
  });
  places.output.html(line);
  return {
    ...lab,
    http: state.http,
    https: state.https,
    localEndpoint: settings.localModel.endpoint ?? state.local,
    settings,
    close: () => (joinable ? Promise.resolve() : closeOwnLabCloud()),
  };
}

/** A lab cloud that runs already: the one the environment names, else that of `npm start`. */
async function findRunning(options: OpenLabOptions, places: LabPlaces): Promise<FoundLabCloud | undefined> {
  const { lab, identity } = ownSettings(places.envFile);
  if (lab.http !== undefined && isConfigured("LAB_HTTP", places.envFile))
    return findNamedLabCloud(lab.http, identity.extraCaCertificates);
  const own = options.own === true || lab.cloud === "own";
  return own ? undefined : findLabCloud(places.cloudFile);
}

/** The learner's own settings, without what an earlier opening put into the environment. */
function ownSettings(envFile: string): Settings {
  applyEnvironment({}, envFile);
  return loadSettings({ envFile }).settings;
}

interface Choices {
  readonly cloud: "lab" | "azure";
  readonly ownLocalModel: boolean;
}

/** Azure must never be sent the lab cloud's keys and identity, nor a learner's own server asked for the lab's model. */
function variablesFor(env: FoundLabCloud["env"], { cloud, ownLocalModel }: Choices): Record<string, string> {
  const ofLab = ["LAB_HTTP", "LAB_HTTPS", "LAB_FAULTS_URL"];
  const ofLocalModel = ownLocalModel ? [] : ["LOCAL_MODEL_ENDPOINT", "LOCAL_MODEL_NAME"];
  const all = Object.keys(env).filter((name) => !name.startsWith("LOCAL_MODEL_"));
  const names = [...(cloud === "azure" ? ofLab : all), ...ofLocalModel];
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.includes(name)));
}

function warningsOf({ warnings }: LoadedSettings, cloud: Lab["cloud"], envFile: string): string[] {
  const hasKeyAlone =
    isConfigured("AZURE_OPENAI_API_KEY", envFile) && !isConfigured("AZURE_OPENAI_ENDPOINT", envFile);
  if (cloud === "azure" || !hasKeyAlone) return [...warnings];
  const keyAlone =
    "AZURE_OPENAI_API_KEY is set without AZURE_OPENAI_ENDPOINT. The lab cloud refuses that key: set both or neither.";
  return [...warnings, keyAlone];
}
