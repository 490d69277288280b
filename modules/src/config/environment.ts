import { readEnvFile } from "./env-file.ts";
import { paths } from "./paths.ts";
import { allVariables } from "./settings.ts";

/** What this process set itself, so that a restarted lab cloud may move its own addresses. */
const applied = new Map<string, Applied>();

interface Applied {
  readonly text: string;
  /** What the real environment said before. */
  readonly before: string | undefined;
}

/**
 * Gives the process the lab cloud's variables, as SDKs read them from the environment when they are imported.
 * A variable that the real environment or `.env` already names stays as it is; those of `.env` are set too, and one
 * that is named by an alias is set under its canonical name, the only one SDKs read. What SDKs must not read stays in `.env`. NO_PROXY alone is added to. What
 * an earlier call set and this one does not is taken away.
 * @returns the names that were set from `values`.
 */
export function applyEnvironment(
  values: Readonly<Record<string, string>>,
  envFile: string = paths.envFile,
): string[] {
  const file = readEnvFile(envFile);
  withdrawEnvironment();
  setCanonicalNames();
  for (const [name, text] of Object.entries(file))
    if (text.trim() && !textOf(name) && !keptFromSdks.has(name)) set(name, text);
  setCanonicalNames();
  return Object.entries(values).flatMap(([name, text]) => {
    if (name === "NO_PROXY") addNoProxy(text);
    else if (textOf(name)) return [];
    else set(name, text);
    return [name];
  });
}

const keptFromSdks = new Set(
  allVariables.filter((variable) => variable.keptFromSdks).map(({ name }) => name),
);

function setCanonicalNames(): void {
  for (const { name, aliases } of allVariables) {
    const text = aliases.map(textOf).find(Boolean);
    if (text && !textOf(name)) set(name, text);
  }
}

/** Takes away all that `applyEnvironment` has set: the real environment is as it was. */
export function withdrawEnvironment(): void {
  for (const [name, { before }] of [...applied].reverse()) {
    if (isForeign(name)) continue;
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
  applied.clear();
}

/** The name, canonical or alias, under which the real environment or `.env` has this variable; not what was set here. */
export function configuredName(name: string, envFile: string = paths.envFile): string | undefined {
  const file = readEnvFile(envFile);
  const aliases = allVariables.find((variable) => variable.name === name)?.aliases ?? [];
  return [name, ...aliases].find((one) => Boolean(file[one]?.trim()) || isForeign(one));
}

/** Whether the real environment or `.env` names this variable, under any of its names; not what was set here. */
export function isConfigured(name: string, envFile: string = paths.envFile): boolean {
  return configuredName(name, envFile) !== undefined;
}

/** Addresses of this machine and whatever this process already reaches without a proxy, as NO_PROXY lists them. */
export function noProxyWithLoopback(): string {
  return mergeLists(process.env.NO_PROXY, process.env.no_proxy, "localhost,127.0.0.1,::1");
}

/** Some libraries read the small letters first, others the capitals. */
function addNoProxy(text: string): void {
  const merged = mergeLists(process.env.NO_PROXY, process.env.no_proxy, text);
  for (const name of ["NO_PROXY", "no_proxy"]) if (process.env[name] !== merged) set(name, merged);
}

function mergeLists(...lists: readonly (string | undefined)[]): string {
  const entries = lists.flatMap((list) => (list ?? "").split(",")).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ""))].join(",");
}

const textOf = (name: string) => process.env[name]?.trim() || undefined;

const isForeign = (name: string) =>
  textOf(name) !== undefined && process.env[name] !== applied.get(name)?.text;

function set(name: string, text: string): void {
  applied.set(name, { text, before: process.env[name] });
  process.env[name] = text;
}
