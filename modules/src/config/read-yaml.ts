import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { explainError, SettingsError } from "../core/errors.ts";

export interface YamlContent<Content> {
  readonly content: Content;
  /** A problem's line for people: `catalog.yaml line 3: ...`. The place is the deepest part of `path` that exists. */
  problemAt(path: readonly PropertyKey[], problem: string): string;
}

/**
 * Reads a YAML file that has to look like `schema`. `what` names it when it cannot be read: "The catalog".
 * @throws SettingsError with file, line and field, one line for each problem.
 */
export function readYaml<Content>(
  file: string,
  what: string,
  schema: z.ZodType<Content>,
): YamlContent<Content> {
  const lines = new LineCounter();
  const document = parseDocument(readText(file, what), { lineCounter: lines });
  const at = (offset: number | undefined) => `${basename(file)} line ${lines.linePos(offset ?? 0).line}`;
  const problemAt = (path: readonly PropertyKey[], problem: string) =>
    `${at(offsetOf(document, path))}: ${problem}`;
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map((error) => `${at(error.pos[0])}: ${firstLine(error.message)}`),
    );
  }
  const parsed = schema.safeParse(readValue(document, file));
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map(({ path, message }) =>
        problemAt(path, path.length === 0 ? message : `${path.join(".")}: ${message}`),
      ),
    );
  }
  return { content: parsed.data, problemAt };
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new SettingsError([`${what} ${basename(file)} cannot be read (${code}).`]);
  }
}

/** The parser refuses a file whose aliases would grow beyond measure only here. */
function readValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new SettingsError([`${basename(file)}: ${firstLine(explainError(error))}.`]);
  }
}

/** Where the deepest node on `path` that exists starts. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return undefined;
}

const firstLine = (text: string) => text.split("\n")[0] ?? text;
