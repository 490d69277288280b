import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { explainError } from "../../core/errors.ts";
import type { PlainValue } from "../bicep/index.ts";
import { ShimError } from "./shim-error.ts";

type Parameters = Record<string, PlainValue>;

/** What `--parameters` gives: `@file`, a file, JSON, or `name=value`; the last one that names a parameter holds. */
export function readTemplateParameters(given: readonly string[], cwd: string): Readonly<Parameters> {
  const values: Parameters = {};
  for (const entry of given) Object.assign(values, readEntry(entry, cwd));
  return values;
}

function readEntry(entry: string, cwd: string): Parameters {
  if (entry.trimStart().startsWith("{")) return fromDocument(parse(entry, "--parameters"));
  const [, name, text = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(entry) ?? [];
  if (name !== undefined) return { [name]: fromText(text, cwd) };
  const file = entry.replace(/^@/, "");
  if (file.endsWith(".bicepparam"))
    throw new ShimError("The labs' az reads parameters from JSON, not from .bicepparam files.", 2);
  return fromDocument(parse(readText(resolve(cwd, file), file), file));
}

/** A value is JSON when it is such, else a text; `@file` is what a file holds. */
function fromText(text: string, cwd: string): PlainValue {
  const content = text.startsWith("@") ? readText(resolve(cwd, text.slice(1)), text.slice(1)) : text;
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}

/** `{ parameters: { name: { value } } }`, or only what is inside. */
function fromDocument(content: PlainValue): Parameters {
  const inner = isObject(content) && isObject(content["parameters"]) ? content["parameters"] : content;
  if (!isObject(inner)) throw new ShimError("Parameters must be an object: { name: { value } }.", 2);
  return Object.fromEntries(
    Object.entries(inner).flatMap(([name, entry]) => {
      if (isObject(entry) && "value" in entry) return [[name, entry["value"] ?? null]];
      if (name === "$schema" || name === "contentVersion") return [];
      throw new ShimError(`The parameter "${name}" needs a value: { "value": … }.`, 2);
    }),
  );
}

function parse(text: string, named: string): PlainValue {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ShimError(`Failed to parse ${named}: ${explainError(error)}`, 2);
  }
}

export function readText(path: string, named: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch {
    throw new ShimError(`The file ${named} cannot be read.`);
  }
}

const isObject = (value: unknown): value is Parameters =>
  typeof value === "object" && value !== null && !Array.isArray(value);
