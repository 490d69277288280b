import { createHash } from "node:crypto";
import type { CacheQuery } from "./answer-cache.ts";
import type { BypassReason } from "./cache-event.ts";
import { isTimeBound } from "./time-bound.ts";

/** Whom an answer may be given to again: anybody of the tenant, only the client, or only the client's user it was made for. */
export type Sharing = "tenant" | "client" | "user";

/** What is compared of a query. */
export interface Question {
  readonly text: string;
  /** Only questions of one partition are ever compared. */
  readonly partition: string;
  /** The same for the same question of the same partition. */
  readonly key: string;
}

/** The question of a query, or why it goes past the cache. */
export function questionOf({ context, request }: CacheQuery, sharing: Sharing): Question | BypassReason {
  const { messages, topLogprobs, ...parameters } = request;
  const last = messages.at(-1);
  if (last?.role !== "user") return "no-question";
  const text = last.content.normalize("NFC").trim();
  if (text === "") return "no-question";
  if (topLogprobs !== undefined && topLogprobs > 0) return "log-probabilities";
  if (sharing === "user" && context.user === undefined) return "no-user";
  if (isTimeBound(text)) return "time-bound";
  const { tenant, client, user } = context;
  const owner = { tenant: [tenant], client: [tenant, client], user: [tenant, client, user] }[sharing];
  const partition = digest([owner, parameters, messages.slice(0, -1)]);
  return { text, partition, key: digest([partition, text]) };
}

/** The same for equal values, in whatever order their fields were written. */
const digest = (value: unknown) => createHash("sha256").update(canonical(value)).digest("base64");

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .join(",")}}`;
}
