import { join } from "node:path";
import { isConfigured, type LoadedSettings, loadSettings, paths } from "../../modules/src/config/index.ts";
import {
  findLabCloud,
  findNamedLabCloud,
  type SeenState,
} from "../../modules/src/notebook/find-lab-cloud.ts";

export interface SettingsHere extends LoadedSettings {
  /** The lab cloud that stands in for clouds that nobody has named. */
  readonly joined: string | undefined;
}

/** Variables that name a cloud of one's own; with one of them the lab cloud stays out. */
const CLOUDS = ["LAB_HTTP", "AZURE_OPENAI_ENDPOINT", "AZURE_AI_FOUNDRY_ENDPOINT", "APIM_GATEWAY_URL"];

/** What programs of this machine may use with the lab cloud. */
const WELL_KNOWN_KEY = "lab-key";

/**
 * The settings; where neither the environment nor `.env` names a cloud, a lab cloud that runs on this machine is one: that of
 * `npm start`, or of `npm run lab-cloud` on its usual port. Its answers are marked `simulated`.
 * @throws SettingsError for a value that cannot be used.
 */
export async function settingsHere(
  cloudFile: string = join(paths.cache, "lab-cloud.json"),
): Promise<SettingsHere> {
  const loaded = loadSettings();
  if (CLOUDS.some((name) => isConfigured(name))) return { ...loaded, joined: undefined };
  const { lab, ports } = loaded.settings;
  const state = await findState(lab.cloud === "own" ? undefined : cloudFile, ports.labHttp);
  if (!state) return { ...loaded, joined: undefined };
  const environment = { ...process.env, ...variablesOf(state) };
  return { ...loadSettings({ environment }), joined: state.http };
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

function variablesOf({ http, https, local, localModel }: SeenState): Readonly<Record<string, string>> {
  return {
    LAB_HTTP: http,
    LAB_HTTPS: https,
    LAB_OPENAI_URL: `${http}/v1`,
    LAB_OPENAI_API_KEY: WELL_KNOWN_KEY,
    LAB_PUBLISHER_API_KEY: WELL_KNOWN_KEY,
    AZURE_OPENAI_ENDPOINT: http,
    AZURE_OPENAI_API_KEY: WELL_KNOWN_KEY,
    ...(!isConfigured("LOCAL_MODEL_ENDPOINT") && {
      LOCAL_MODEL_ENDPOINT: local,
      LOCAL_MODEL_NAME: localModel.name,
    }),
  };
}
