import { SettingsError } from "../core/errors.ts";
import { ENV_FILE_HINT, type EnvFile, inspectEnvFile } from "./env-file.ts";
import { nearestName } from "./nearest-name.ts";
import { paths } from "./paths.ts";
import type { Variable } from "./variable.ts";
import { variables } from "./variables.ts";

type Groups = typeof variables;
type ValueOf<V> = V extends Variable<infer T> ? T : never;

/** Every setting, typed and frozen: `settings.azureOpenai.endpoint`. */
export type Settings = {
  readonly [Group in keyof Groups]: { readonly [Key in keyof Groups[Group]]: ValueOf<Groups[Group][Key]> };
};

export type SettingSource = "environment" | ".env" | "default";

export interface LoadedSettings {
  readonly settings: Settings;
  /** One line each: old names, names that clash, names nobody reads. */
  readonly warnings: readonly string[];
  /** Where each variable that has a value got it from, by its canonical name. */
  readonly sources: ReadonlyMap<string, SettingSource>;
}

export interface LoadSettingsOptions {
  /** Stands in for the real environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Env file to read; `false` reads none. Default: `.env` in the repository. */
  readonly envFile?: string | false;
}

/** All variables, in the order of `.env.example`. */
export const allVariables: readonly Variable<unknown>[] = Object.values(variables).flatMap(
  (group): Variable<unknown>[] => Object.values(group),
);

/**
 * Reads the real environment, then `.env`, then the defaults; the first that has a name wins.
 * @throws SettingsError with one line for each value that cannot be used. No secret is ever in it.
 */
export function loadSettings(options: LoadSettingsOptions = {}): LoadedSettings {
  const environment = options.environment ?? process.env;
  const { values: file, problems: badLines } = envFileOf(options);
  const warnings = unknownNames(file);
  const problems = [...badLines];
  const sources = new Map<string, SettingSource>();

  const readOne = (variable: Variable<unknown>): unknown => {
    const found = find(variable, environment, file, warnings);
    const reading = variable.read(found?.text);
    if ("problem" in reading) {
      problems.push(
        `${found?.name ?? variable.name} ${reading.problem}${found ? ` (${where(found.source)})` : ""}.`,
      );
      return undefined;
    }
    if (reading.value !== undefined) sources.set(variable.name, found?.source ?? "default");
    return reading.value;
  };

  const settings = mapGroups(readOne);
  if (problems.length > 0) {
    const hint = badLines.length > 0 ? ENV_FILE_HINT : "See .env.example for what each variable takes.";
    throw new SettingsError(problems, hint);
  }
  return { settings, warnings, sources };
}

function envFileOf({ envFile }: LoadSettingsOptions): EnvFile {
  return envFile === false ? { values: {}, problems: [] } : inspectEnvFile(envFile ?? paths.envFile);
}

function mapGroups(readOne: (variable: Variable<unknown>) => unknown): Settings {
  const groups = Object.entries(variables).map(([group, members]) => {
    const values = Object.entries(members).map(([key, variable]) => [key, readOne(variable)] as const);
    return [group, Object.freeze(Object.fromEntries(values))] as const;
  });
  return Object.freeze(Object.fromEntries(groups)) as Settings;
}

interface Found {
  readonly name: string;
  readonly text: string;
  readonly source: Exclude<SettingSource, "default">;
}

/** The value under the canonical name or, with a warning, under an older one. */
function find(
  variable: Variable<unknown>,
  environment: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, string>>,
  warnings: string[],
): Found | undefined {
  const names = [variable.name, ...variable.aliases];
  const found = [...namedIn(environment, names, "environment"), ...namedIn(file, names, ".env")].filter(
    ({ name }, index, all) => all.findIndex((other) => other.name === name) === index,
  );
  const [used, ...others] = found;
  if (!used) return undefined;
  if (used.name !== variable.name)
    warnings.push(`${used.name} is another name of ${variable.name}. Use ${variable.name}.`);
  for (const other of others) {
    if (other.text !== used.text)
      warnings.push(`${other.name} differs from ${used.name}, which is used. Keep only ${variable.name}.`);
  }
  if (variable.keptFromSdks && used.source === "environment")
    warnings.push(`${used.name} is set in the environment, and ${variable.keptFromSdks}. Set it in .env.`);
  if (variable.notUsedYet && used.source === ".env")
    warnings.push(`.env sets ${used.name}, which nothing uses yet.`);
  return used;
}

function namedIn(
  values: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  source: Found["source"],
): Found[] {
  return names.flatMap((name) => {
    const text = values[name]?.trim();
    return text ? [{ name, text, source }] : [];
  });
}

function unknownNames(file: Readonly<Record<string, string>>): string[] {
  const known = allVariables.flatMap((variable) => [variable.name, ...variable.aliases]);
  return Object.keys(file)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearestName(name, known);
      return `.env sets ${name}, which nothing reads.${near ? ` Did you mean ${near}?` : ""}`;
    });
}

const where = (source: Found["source"]) => (source === ".env" ? "set in .env" : "set in the environment");
