import { join } from "node:path";
import {
  applyEnvironment,
  configuredName,
  isConfigured,
  noProxyWithLoopback,
  withdrawEnvironment,
} from "../config/environment.ts";
import { paths } from "../config/paths.ts";
import { type LoadedSettings, loadSettings, type Settings } from "../config/settings.ts";
import {
  type FoundLabCloud,
  findLabCloud,
  findNamedLabCloud,
  type SeenState,
} from "../lab-cloud/find-lab-cloud.ts";
import type { LabCloudOptions } from "../lab-cloud/index.ts";
import { notebookOutput, type Output } from "./display.ts";
import { renderLabLine } from "./lab-line.ts";
import { labTitle } from "./lab-title.ts";
import { closeOwnLabCloud, openOwnLabCloud } from "./own-lab-cloud.ts";
import { findOwnLocalModel } from "./own-local-model.ts";
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
  /** The key that the lab cloud takes, whoever `cloud` names: for labs that break things and must not do so on Azure. */
  readonly labKey: string;
  /** Address of the local model's server, without `/v1`. */
  readonly localEndpoint: string;
  /** The model that server is asked for: the lab cloud's, or one of the learner's own server. */
  readonly localModel: SeenState["localModel"];
  /**
   * Dual mode is off in them, whatever `USE_AZURE_FOUNDRY` says: labs ask who is named in `cloud`. The switch is for
   * programs that read the settings themselves.
   */
  readonly settings: Settings;
  /** Ends this notebook's own lab cloud; one that was joined runs on. */
  close(): Promise<void>;
}

export interface OpenLabOptions {
  /** Start a lab cloud of this notebook's own, as a lab that injects faults must. */
  readonly own?: boolean;
  /** For a lab that looks at times: how long the answers of this notebook's own cloud take, where LAB_TIME_SCALE does not say. */
  readonly timeScale?: number;
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
 * @throws ExerciseError for an unknown number; SettingsError for a setting that cannot be used; LabError when a server
 * that the settings name does not answer
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
  const { state, authority, env } = joinable ?? (await startOwn(options, places));
  if (authority !== undefined) trustAuthority(authority);

  const { settings: own, warnings } = ownSettings(envFile);
  const cloud =
    isConfigured("AZURE_OPENAI_ENDPOINT", envFile) && own.azureOpenai.endpoint !== state.http
      ? "azure"
      : "lab";
  const namesServer = isConfigured("LOCAL_MODEL_ENDPOINT", envFile);
  const ownEndpoint =
    namesServer && own.localModel.endpoint !== state.local ? own.localModel.endpoint : undefined;
  const localModel = ownEndpoint
    ? await findOwnLocalModel(ownEndpoint, own.localModel.name)
    : state.localModel;
  applyEnvironment(
    {
      ...(cloud === "azure" ? azureVariables(env, own.azureOpenai.apiVersion) : env),
      LOCAL_MODEL_NAME: localModel.name,
      NO_PROXY: noProxyWithLoopback(),
    },
    envFile,
  );
  const settings = withoutDualMode(loadSettings({ envFile }).settings);

  const lab = { number, title, cloud, joined: joinable !== undefined, localModel } as const;
  const line = renderLabLine({
    ...lab,
    azureEndpoint: settings.azureOpenai.endpoint,
    ownLocalEndpoint: ownEndpoint,
    warnings: [...warningsOf(warnings, cloud, envFile), ...switchNote(own, cloud)],
  });
  places.output.html(line);
  return {
    ...lab,
    http: state.http,
    https: state.https,
    labKey: env.AZURE_OPENAI_API_KEY ?? (cloud === "lab" ? (settings.azureOpenai.apiKey ?? "") : ""),
    localEndpoint: ownEndpoint ?? state.local,
    settings,
    close: () => (joinable ? Promise.resolve() : closeOwnLabCloud()),
  };
}

/** A lab cloud that runs already: the one the environment names, else that of `npm start`. */
async function findRunning(options: OpenLabOptions, places: LabPlaces): Promise<FoundLabCloud | undefined> {
  const { lab, identity } = ownSettings(places.envFile).settings;
  if (lab.http !== undefined && isConfigured("LAB_HTTP", places.envFile))
    return findNamedLabCloud(lab.http, identity.extraCaCertificates);
  const own = options.own === true || lab.cloud === "own";
  return own ? undefined : findLabCloud(places.cloudFile);
}

async function startOwn(options: OpenLabOptions, places: LabPlaces): Promise<FoundLabCloud> {
  const { envFile, ownCloud } = places;
  const timeScale = ownSettings(envFile).settings.lab.timeScale ?? options.timeScale;
  return openOwnLabCloud({ ...(timeScale !== undefined && { timeScale }), ...ownCloud });
}

/** The learner's own settings, without what an earlier opening put into the environment. */
function ownSettings(envFile: string): LoadedSettings {
  withdrawEnvironment();
  return loadSettings({ envFile });
}

/** Azure must never be sent the lab cloud's keys and identity; AzureOpenAI refuses to start without a version. */
function azureVariables(env: FoundLabCloud["env"], apiVersion: string): Record<string, string> {
  const names = ["LAB_HTTP", "LAB_HTTPS", "LAB_FAULTS_URL", "LOCAL_MODEL_ENDPOINT", "LOCAL_MODEL_NAME"];
  const ofLab = Object.entries(env).filter(([name]) => names.includes(name));
  return { ...Object.fromEntries(ofLab), OPENAI_API_VERSION: apiVersion };
}

/** One cloud for all cells of a lab: what asks with these settings asks the same as the SDKs do by the environment. */
function withoutDualMode(settings: Settings): Settings {
  return Object.freeze({
    ...settings,
    dualMode: Object.freeze({ ...settings.dualMode, useAzureFoundry: false }),
  });
}

function switchNote({ dualMode }: Settings, cloud: Lab["cloud"]): string[] {
  if (!dualMode.useAzureFoundry) return [];
  const asked = cloud === "azure" ? "Azure OpenAI" : "the lab cloud";
  return [`USE_AZURE_FOUNDRY=true is for programs that use dual mode; this lab asks ${asked} all the same.`];
}

function warningsOf(warnings: readonly string[], cloud: Lab["cloud"], envFile: string): string[] {
  const key = configuredName("AZURE_OPENAI_API_KEY", envFile);
  if (cloud === "azure" || key === undefined || isConfigured("AZURE_OPENAI_ENDPOINT", envFile))
    return [...warnings];
  const keyAlone = `${key} is set without AZURE_OPENAI_ENDPOINT. The lab cloud refuses that key: set both or neither.`;
  return [...warnings, keyAlone];
}
