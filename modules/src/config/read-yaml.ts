import { readFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { explainError, SettingsError } from "../core/errors.ts";
import { keepValue, readKept } from "./kept-value.ts";
import { namePlace } from "./name-place.ts";
import { paths } from "./paths.ts";
import { sayIssue } from "./say-issue.ts";

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
  const text = readText(file, what);
  const shown = shownPath(file);
  let read: YamlText | undefined;
  const source = () => {
    read ??= readYamlText(text, shown);
    return read;
  };
  const problemAt: YamlContent<Content>["problemAt"] = (path, problem) => source().problemAt(path, problem);
  const value = isShipped(file) ? knownValue(file, text, source) : source().value();
  if (value === null || value === undefined) throw emptyFile(file);
  // A shape that is looked at once is not worth compiling.
  const parsed = schema.safeParse(value, { error: sayIssue, jitless: true });
  if (parsed.success) return { content: parsed.data, problemAt };
  throw new SettingsError(
    withoutMisspelt(parsed.error.issues).map((issue) => problemAt(placeOf(issue), sayAtPlace(issue, value))),
  );
}

/** Files that come with the workshop are large and seldom change: parsing them was a third of a server's start. */
function knownValue(file: string, text: string, source: () => YamlText): unknown {
  const kept = join(paths.cache, "yaml", `${relative(paths.data, file).split(sep).join("-")}.json`);
  const known = readKept(kept, text);
  if (known !== undefined) return known;
  const value = source().value();
  keepValue(kept, text, value);
  return value;
}

interface YamlText extends Pick<YamlContent<unknown>, "problemAt"> {
  /** @throws SettingsError */
  value(): unknown;
}

/** @throws SettingsError for each line that is no YAML. */
function readYamlText(text: string, shown: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number | undefined) => `${shown} line ${lines.linePos(offset ?? 0).line}`;
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map((error) => `${at(error.pos[0])}: ${firstLine(error.message)}`),
    );
  }
  return {
    problemAt: (path, problem) => `${at(offsetOf(document, path))}: ${problem}`,
    value: () => readValue(document, shown),
  };
}

/** An unknown key is named where it stands, not where the block begins that holds it. */
const placeOf = (issue: Issue) =>
  issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;

type Issue = z.core.$ZodIssue;

/** A key that is there under a misspelt name is not missing as well. */
function withoutMisspelt(issues: readonly Issue[]): readonly Issue[] {
  const unknown = issues.filter(({ code }) => code === "unrecognized_keys");
  return issues.filter(({ path, message }) => {
    const isMeant = ({ path: block, message: said }: Issue) =>
      block.join() === path.slice(0, -1).join() && said.includes(`did you mean "${String(path.at(-1))}"?`);
    return !message.startsWith("is missing") || !unknown.some(isMeant);
  });
}

function sayAtPlace({ path, message }: Issue, content: unknown): string {
  const place = namePlace(path, content);
  const line = place === "" || !/^(?:must|needs|is|has)\b/.test(message) ? ": " : " ";
  return `${place === "" ? "" : `${place}${line}`}${message}${/[.?!]$/.test(message) ? "" : "."}`;
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    if (code === "ENOENT" && isShipped(file))
      throw new SettingsError([`${shownPath(file)} is missing.`], restoreHint(file));
    throw new SettingsError([`${what} ${basename(file)} cannot be read (${code}).`]);
  }
}

function emptyFile(file: string): SettingsError {
  return new SettingsError([`${shownPath(file)} is empty.`], isShipped(file) ? restoreHint(file) : undefined);
}

/** What comes with the workshop is told by its path in the repository, anything else by its name. */
const shownPath = (file: string) =>
  isShipped(file) ? relative(paths.root, file).split(sep).join("/") : basename(file);

const isShipped = (file: string) => resolve(file).startsWith(paths.data + sep);

const restoreHint = (file: string) => `Restore it with: git checkout ${shownPath(file)}`;

/** The parser refuses a file whose aliases would grow beyond measure only here. */
function readValue(document: ReturnType<typeof parseDocument>, shown: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new SettingsError([`${shown}: ${firstLine(explainError(error))}.`]);
  }
}

/** Where the deepest node on `path` that exists starts: its key, where it has one. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return keyOffset(document, path.slice(0, length)) ?? node.range[0];
  }
  return undefined;
}

function keyOffset(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | undefined {
  const block = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(block)) return undefined;
  const pair = block.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

/** What the parser says, without the place, which stands before it already. */
const firstLine = (text: string) =>
  (text.split("\n")[0] ?? text).replace(/ at line \d+, column \d+:?$/, "").replace(/(?<![.?!])$/, ".");
