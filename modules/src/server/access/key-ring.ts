import { hash, randomBytes } from "node:crypto";
import { z } from "zod";
import { readYaml } from "../../config/read-yaml.ts";
import type { Caller } from "./caller.ts";
import { SCOPES } from "./scope.ts";

/** Finds whose key it is. Holds hashes, never keys. */
export interface KeyRing {
  readonly size: number;
  find(key: string): Caller | undefined;
}

const name = z
  .string()
  .regex(/^[\w.-]{1,64}$/, "must be 1 to 64 letters, digits, dots, dashes or underscores");
const bound = z.int().min(1).max(1_000_000_000).optional();

const keySchema = z.strictObject({
  name,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be the 64 hexadecimal digits of a SHA-256"),
  tenant: name.default("default"),
  project: name.optional(),
  scopes: z.array(z.enum(SCOPES)).min(1).default(["chat", "embeddings", "read", "feedback"]),
  requests_per_minute: bound,
  tokens_per_minute: bound,
  concurrent: bound,
});

const fileSchema = z.strictObject({ keys: z.array(keySchema).min(1) });

export type KeyEntry = z.input<typeof keySchema>;

/**
 * Reads a file of keys: `keys:`, each with `name` and `sha256` and optionally `tenant`, `project`, `scopes`,
 * `requests_per_minute`, `tokens_per_minute`, `concurrent`.
 * @throws SettingsError with file, line and field of each problem
 */
export function readKeyFile(file: string): KeyRing {
  return createKeyRing(readYaml(file, "The key file", fileSchema).content.keys);
}

export function createKeyRing(entries: readonly KeyEntry[]): KeyRing {
  const callers = new Map(
    entries.map((entry) => keySchema.parse(entry)).map((entry) => [entry.sha256, callerOf(entry)]),
  );
  // A key holds 256 random bits, so that a plain hash is as safe as a slow one; looking the hash up tells nothing of the key.
  return { size: callers.size, find: (key) => callers.get(hashKey(key)) };
}

function callerOf(entry: z.output<typeof keySchema>): Caller {
  return {
    tenant: entry.tenant,
    client: entry.name,
    ...(entry.project !== undefined && { project: entry.project }),
    scopes: new Set(entry.scopes),
    limits: {
      requestsPerMinute: entry.requests_per_minute,
      tokensPerMinute: entry.tokens_per_minute,
      concurrent: entry.concurrent,
    },
  };
}

const hashKey = (key: string) => hash("sha256", key);

/** A new key. Show it once; only its hash is kept. */
export function newKey(): { readonly key: string; readonly sha256: string } {
  const key = `hr-${randomBytes(32).toString("base64url")}`;
  return { key, sha256: hashKey(key) };
}
