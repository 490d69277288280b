import { basename } from "node:path";
import { z } from "zod";
import { sayIssue } from "../../../config/say-issue.ts";
import { issueMessage } from "../../documents/issue-message.ts";
import { LoadError } from "../../documents/load-error.ts";
import { readJsonFile } from "./read-json-file.ts";

const body = z.union([z.string(), z.looseObject({}), z.array(z.unknown())]);

const schema = z.strictObject({
  method: z.string().optional(),
  path: z.string().startsWith("/"),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: body.optional(),
  clientIp: z.string().optional(),
  answers: z
    .array(
      z.strictObject({
        status: z.int().min(100).max(599).optional(),
        headers: z.record(z.string(), z.string()).optional(),
        body: body.optional(),
      }),
    )
    .optional(),
});

/** A request as `explain` reads it, with everything as text. */
export interface ExplainedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly clientIp: string | undefined;
  readonly answers: readonly PlayedAnswer[];
}

export interface PlayedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @throws LoadError naming what cannot be used */
export function readExplainedRequest(file: string): ExplainedRequest {
  const content = readJsonFile(file);
  const parsed = schema.safeParse(content, { error: sayIssue });
  if (!parsed.success) {
    throw new LoadError(
      parsed.error.issues.map((issue) => ({
        message: issueMessage(issue, content),
        file: basename(file),
        line: 1,
        column: 1,
      })),
    );
  }
  const { method, path, query = {}, headers = {}, body, clientIp, answers = [] } = parsed.data;
  return {
    method: method ?? (body === undefined ? "GET" : "POST"),
    path: `${path}${queryOf(query)}`,
    headers: withType(headers, body),
    body: body === undefined ? undefined : textOf(body),
    clientIp,
    answers: answers.map(({ status = 200, headers: told = {}, body: said }) => ({
      status,
      headers: withType(told, said),
      body: said === undefined ? "" : textOf(said),
    })),
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** What is written as JSON is told to be JSON. */
function withType(
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Readonly<Record<string, string>> {
  const told = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return told || body === undefined || typeof body === "string"
    ? headers
    : { ...headers, "Content-Type": "application/json" };
}

function queryOf(query: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = new URLSearchParams();
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) pairs.append(name, value);
  return pairs.size === 0 ? "" : `?${pairs}`;
}
