import { readEnvFile } from "./env-file.ts";
import { paths } from "./paths.ts";

/** What this process set itself, so that a restarted lab cloud may move its own addresses. */
const applied = new Map<string, string>();

/**
 * Gives the process the lab cloud's variables, as SDKs read them from the environment when they are imported.
 * A variable that the real environment or `.env` already names stays as it is; those of `.env` are set too.
 * @returns the names that were set from `values`.
 */
export function applyEnvironment(
  values: Readonly<Record<string, string>>,
  envFile: string = paths.envFile,
): string[] {
  const file = readEnvFile(envFile);
  for (const [name, text] of Object.entries(file)) if (text && !isForeign(name)) set(name, text);
  return Object.entries(values).flatMap(([name, text]) => {
    if (file[name] || isForeign(name)) return [];
    set(name, text);
    return [name];
  });
}

const isForeign = (name: string) => Boolean(process.env[name]) && process.env[name] !== applied.get(name);

function set(name: string, text: string): void {
  process.env[name] = text;
  applied.set(name, text);
}
