export { describeSettings, type SettingRow } from "./describe-settings.ts";
export { envExample } from "./env-example.ts";
export {
  applyEnvironment,
  configuredName,
  isConfigured,
  noProxyWithLoopback,
  withdrawEnvironment,
} from "./environment.ts";
export { nearestName } from "./nearest-name.ts";
export { paths } from "./paths.ts";
export { readYaml, type YamlContent } from "./read-yaml.ts";
export { secretsOf } from "./secrets-of.ts";
export {
  allVariables,
  type LoadedSettings,
  type LoadSettingsOptions,
  loadSettings,
  type SettingSource,
  type Settings,
} from "./settings.ts";
export type { Variable } from "./variable.ts";
