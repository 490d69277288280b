import { basename } from "node:path";
import { readResolveMap } from "../resolve-map.ts";
import { readJsonFile } from "./read-json-file.ts";

/** Undefined without a file. @throws LoadError and SettingsError in one line */
export function readResolveFile(file: string | undefined): Readonly<Record<string, string>> | undefined {
  return file === undefined
    ? undefined
    : Object.fromEntries(readResolveMap(readJsonFile(file), basename(file)));
}
