import { delimiter } from "node:path";

/** The environment of a program that is started from here: this process's own, and what `more` adds. */
export function childEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

/** The folders that programs are looked for in. */
export function programFolders(): readonly string[] {
  return (process.env.PATH ?? process.env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
}
