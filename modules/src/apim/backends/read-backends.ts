import type { z } from "zod";
import { namePlace } from "../../config/name-place.ts";
import { sayIssue } from "../../config/say-issue.ts";
import type { LoadProblem } from "../documents/load-error.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { SourcePosition } from "../documents/policy-element.ts";
import type { BackendDefinition } from "./backend-definition.ts";
import { type BackendResource, backendSchema } from "./backend-schema.ts";
import { checkBackends } from "./check-backends.ts";
import { defineBackend, lastSegment } from "./define-backend.ts";

/** Backend resources `[{ name, properties }]` and where their parts stand. */
export interface BackendSource {
  readonly content: unknown;
  positionOf(path: readonly PropertyKey[]): SourcePosition;
}

export interface ReadBackends {
  /** Complete only when there are no problems. */
  readonly definitions: readonly BackendDefinition[];
  /** Also of those that cannot be used, so that a policy's mention of one is not told as unknown. */
  readonly names: ReadonlySet<string>;
  /** Reasons not to start. */
  readonly problems: readonly LoadProblem[];
  /** What is left out of account, and choices that the definitions leave open. */
  readonly warnings: readonly LoadProblem[];
}

export interface ReadBackendsOptions {
  /** For `{{name}}` in any text of a definition. */
  readonly namedValues?: ReadonlyMap<string, string>;
}

/** A thing to tell about a place in the content. */
export interface BackendFinding {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

/** Reads the backends of a gateway as ARM defines them. Nothing is thrown: all problems are told at once. */
export function readBackends(source: BackendSource, { namedValues }: ReadBackendsOptions = {}): ReadBackends {
  const problems: BackendFinding[] = [];
  const warnings: BackendFinding[] = [];
  const content = fillTexts(source.content, [], namedValues ?? new Map(), problems);
  const resources = Array.isArray(content) ? content : [];
  if (!Array.isArray(content))
    problems.push({ message: "Backends must be a list [{ name, properties }].", path: [] });

  const read = resources.map((resource, index) =>
    readResource(resource, [index], content, problems, warnings),
  );
  const named = read.map((resource, index) => ({ resource, path: [index] as const }));
  checkBackends(named, problems, warnings);
  const at = ({ message, path }: BackendFinding): LoadProblem => ({ message, ...source.positionOf(path) });
  return {
    definitions:
      problems.length > 0 ? [] : read.flatMap((resource) => (resource ? [defineBackend(resource)] : [])),
    names: new Set(resources.flatMap(nameOf)),
    problems: problems.map(at),
    warnings: warnings.map(at),
  };
}

const nameOf = (resource: unknown): readonly string[] =>
  typeof resource === "object" && resource !== null && "name" in resource
    ? [lastSegment(String(resource.name))]
    : [];

type Path = readonly PropertyKey[];

/** Unknown members are taken out with a warning: ARM gets new ones with each version. */
function readResource(
  content: unknown,
  path: Path,
  whole: unknown,
  problems: BackendFinding[],
  warnings: BackendFinding[],
): BackendResource | undefined {
  const parsed = backendSchema.safeParse(content, { error: sayIssue });
  if (parsed.success) return parsed.data;
  const place = ({ path: inside }: z.core.$ZodIssue) => [...path, ...inside];
  const { issues } = parsed.error;
  const unknown = issues.filter((issue) => issue.code === "unrecognized_keys");
  if (unknown.length === 0) {
    problems.push(
      ...issues.map((issue) => ({ message: say(issue, place(issue), whole), path: place(issue) })),
    );
    return undefined;
  }
  for (const issue of unknown) {
    for (const key of issue.keys) {
      const message = `${namePlace([...place(issue), key], whole)} is not known and has no effect.`;
      warnings.push({ message: capital(message), path: [...place(issue), key] });
    }
  }
  return readResource(withoutKeys(content, unknown), path, whole, problems, warnings);
}

function say({ message }: z.core.$ZodIssue, path: Path, whole: unknown): string {
  const joint = /^(?:must|needs|is|has)\b/.test(message) ? " " : ": ";
  return capital(`${namePlace(path, whole)}${joint}${message}${/[.?!]$/.test(message) ? "" : "."}`);
}

const capital = (text: string) =>
  /^(?:the|number) /.test(text) ? text[0]?.toUpperCase() + text.slice(1) : text;

function withoutKeys(content: unknown, unknown: readonly z.core.$ZodIssueUnrecognizedKeys[]): unknown {
  const copy = structuredClone(content);
  for (const { path, keys } of unknown) {
    let holder: unknown = copy;
    for (const key of path)
      holder = typeof holder === "object" && holder !== null ? Reflect.get(holder, key) : undefined;
    if (typeof holder === "object" && holder !== null)
      for (const key of keys) Reflect.deleteProperty(holder, key);
  }
  return copy;
}

/** A copy with its named values filled in and without its nulls: `weight: null` is what Bicep makes of a missing one. */
function fillTexts(
  value: unknown,
  path: Path,
  namedValues: ReadonlyMap<string, string>,
  problems: BackendFinding[],
): unknown {
  if (typeof value === "string") return fillText(value, path, namedValues, problems);
  if (Array.isArray(value))
    return value.map((entry, index) => fillTexts(entry, [...path, index], namedValues, problems));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null && entry !== undefined)
      .map(([key, entry]) => [key, fillTexts(entry, [...path, key], namedValues, problems)]),
  );
}

function fillText(
  text: string,
  path: Path,
  namedValues: ReadonlyMap<string, string>,
  problems: BackendFinding[],
): string {
  return text.replace(/\{\{([A-Za-z0-9_.-]+)\}\}/g, (whole, name: string) => {
    const found = namedValues.get(name);
    if (found === undefined) {
      const instead = nearestName(name, [...namedValues.keys()], "named values");
      problems.push({ message: `The named value {{${name}}} is not defined. ${instead}`, path });
    }
    return found ?? whole;
  });
}
