import { join } from "node:path";
import { isConfigured, type LoadedSettings, loadSettings, paths } from "../../modules/src/config/index.ts";
import { LabError } from "../../modules/src/core/index.ts";
import {
  findLabCloud,
  findNamedLabCloud,
  type SeenState,
} from "../../modules/src/lab-cloud/find-lab-cloud.ts";

/** A lab cloud that stands in for clouds that nobody has named. */
export type StandIn = Pick<SeenState, "http" | "https" | "local" | "localModel">;

export interface SettingsHere extends LoadedSettings {
  /** The lab cloud that answers; undefined where a cloud is named, and where there is none. */
  readonly lab: StandIn | undefined;
  /** Whether the settings name a cloud of their own. */
  readonly named: boolean;
  /** Ends the lab cloud that was started here. */
  close(): Promise<void>;
}

export interface SettingsHereOptions {
  /** Start a lab cloud in this process instead of looking for one. */
  readonly own?: boolean;
  /** What a running `npm start` leaves. */
  readonly cloudFile?: string;
}

/** Variables that name a cloud of one's own; with one of them the lab cloud stays out. */
const CLOUDS = ["LAB_HTTP", "AZURE_OPENAI_ENDPOINT", "AZURE_AI_FOUNDRY_ENDPOINT", "APIM_GATEWAY_URL"];

/** What programs of this machine may use with the lab cloud. */
const WELL_KNOWN_KEY = "lab-key";
const WELL_KNOWN_INSTRUMENTATION_KEY = "00000000-0000-0000-0000-000000000001";

/**
 * The settings; where neither the environment nor `.env` names a cloud, a lab cloud that runs on this machine is one: that of
 * `npm start`, or of `npm run lab-cloud` on its usual port.
 * @throws SettingsError for a value that cannot be used; LabError when a cloud is named and one of this process is wanted.
 */
export async function settingsHere({
  own = false,
  cloudFile = join(paths.cache, "lab-cloud.json"),
}: SettingsHereOptions = {}): Promise<SettingsHere> {
  const loaded = loadSettings();
  const named = CLOUDS.find((name) => isConfigured(name));
  if (own && named !== undefined) throw cloudNamed(named);
  if (named !== undefined) return { ...loaded, lab: undefined, named: true, close };
  if (own) return startOwn(loaded);
  const { lab, ports } = loaded.settings;
  const state = await findState(lab.cloud === "own" ? undefined : cloudFile, ports.labHttp);
  return { ...(state ? withLab(state) : loaded), lab: state, named: false, close };
}

const close = async () => {};

const cloudNamed = (name: string) =>
  new LabError(`${name} names a cloud, whose answers a lab cloud would mix with its own.`, {
    code: "CLOUD_NAMED",
    hint: `Leave --lab out, or unset ${name}.`,
  });

async function startOwn({ settings }: LoadedSettings): Promise<SettingsHere> {
  // Takes a while to read, and is needed here only.
  const { startLabCloud } = await import("../../modules/src/lab-cloud/index.ts");
  const cloud = await startLabCloud({ timeScale: settings.lab.timeScale ?? 0 });
  return { ...withLab(cloud), lab: cloud, named: false, close: () => cloud.close() };
}

async function findState(cloudFile: string | undefined, port: number): Promise<SeenState | undefined> {
  const started = cloudFile === undefined ? undefined : await findLabCloud(cloudFile);
  if (started) return started.state;
  try {
    return (await findNamedLabCloud(`http://127.0.0.1:${port}`, undefined)).state;
  } catch {
    // None runs there: there is no cloud then.
    return undefined;
  }
}

const withLab = (lab: StandIn): LoadedSettings =>
  loadSettings({ environment: { ...process.env, ...variablesOf(lab) } });

function variablesOf({ http, https, local, localModel }: StandIn): Readonly<Record<string, string>> {
  return {
    LAB_HTTP: http,
    LAB_HTTPS: https,
    LAB_OPENAI_URL: `${http}/v1`,
    LAB_OPENAI_API_KEY: WELL_KNOWN_KEY,
    LAB_PUBLISHER_API_KEY: WELL_KNOWN_KEY,
    AZURE_OPENAI_ENDPOINT: http,
    AZURE_OPENAI_API_KEY: WELL_KNOWN_KEY,
    ...(!isConfigured("APPLICATIONINSIGHTS_CONNECTION_STRING") && {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${WELL_KNOWN_INSTRUMENTATION_KEY};IngestionEndpoint=${https}/`,
    }),
    ...(!isConfigured("LOCAL_MODEL_ENDPOINT") && {
      LOCAL_MODEL_ENDPOINT: local,
      LOCAL_MODEL_NAME: localModel.name,
    }),
  };
}
