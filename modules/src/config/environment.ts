import { readEnvFile } from "./env-file.ts";
import { paths } from "./paths.ts";
import { allVariables } from "./settings.ts";

/** What this process set itself, so that a restarted lab cloud may move its own addresses. */
const applied = new Map<string, string>();

/**
 * Gives the process the lab cloud's variables, as SDKs read them from the environment when they are imported.
 * A variable that the real environment or `.env` already names stays as it is; those of `.env` are set too. What an
 * earlier call set and this one does not is taken away.
 * @returns the names that were set from `values`.
 */
export function applyEnvironment(
  values: Readonly<Record<string, string>>,
  envFile: string = paths.envFile,
): string[] {
  const file = readEnvFile(envFile);
  takeBack();
  for (const [name, text] of Object.entries(file)) if (text && !process.env[name]) set(name, text);
  return Object.entries(values).flatMap(([name, text]) => {
    if (namesOf(name).some((one) => process.env[one])) return [];
    set(name, text);
    return [name];
  });
}

/** Whether the real environment or `.env` names this variable, under any of its names; not what was set here. */
export function isConfigured(name: string, envFile: string = paths.envFile): boolean {
  const file = readEnvFile(envFile);
  return namesOf(name).some((one) => Boolean(file[one]) || isForeign(one));
}

function namesOf(name: string): string[] {
  return [name, ...(allVariables.find((variable) => variable.name === name)?.aliases ?? [])];
}

const isForeign = (name: string) => Boolean(process.env[name]) && process.env[name] !== applied.get(name);

function takeBack(): void {
  for (const name of applied.keys()) if (!isForeign(name)) delete process.env[name];
  applied.clear();
}

function set(name: string, text: string): void {
  process.env[name] = text;
  applied.set(name, text);
}
