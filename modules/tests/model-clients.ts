import OpenAI, { AzureOpenAI } from "openai";
import type { LabCloud } from "../src/lab-cloud/index.ts";
import { variable } from "./start-test-cloud.ts";

interface ClientChoice {
  /** Default: the right one. */
  readonly apiKey?: string;
  /** Default 0: a refusal is seen as it comes. */
  readonly maxRetries?: number;
}

/** The three ways to the same models, each with the client that people use for it. */
export const surfaces = [
  {
    name: "Azure's dated routes",
    base: "/openai",
    query: "?api-version=2025-03-01-preview",
    keyName: "AZURE_OPENAI_API_KEY",
    client: (cloud: LabCloud, { apiKey, maxRetries = 0 }: ClientChoice = {}): OpenAI =>
      new AzureOpenAI({
        endpoint: cloud.http,
        apiKey: apiKey ?? variable(cloud, "AZURE_OPENAI_API_KEY"),
        apiVersion: "2025-03-01-preview",
        maxRetries,
      }),
  },
  {
    name: "Azure's /openai/v1",
    base: "/openai/v1",
    query: "",
    keyName: "AZURE_OPENAI_API_KEY",
    client: (cloud: LabCloud, { apiKey, maxRetries = 0 }: ClientChoice = {}): OpenAI =>
      new OpenAI({
        baseURL: `${cloud.http}/openai/v1/`,
        apiKey: apiKey ?? variable(cloud, "AZURE_OPENAI_API_KEY"),
        maxRetries,
      }),
  },
  {
    name: "OpenAI's own /v1",
    base: "/v1",
    query: "",
    keyName: "LAB_OPENAI_API_KEY",
    client: (cloud: LabCloud, { apiKey, maxRetries = 0 }: ClientChoice = {}): OpenAI =>
      new OpenAI({
        baseURL: `${cloud.http}/v1/`,
        apiKey: apiKey ?? variable(cloud, "LAB_OPENAI_API_KEY"),
        maxRetries,
      }),
  },
] as const;

export type Surface = (typeof surfaces)[number];

/** What a refusal says: status, code, param and message. */
export async function refusalOf(call: PromiseLike<unknown>) {
  const error: unknown = await Promise.resolve(call).then(
    () => new Error("it was not refused"),
    (thrown) => thrown,
  );
  if (!(error instanceof OpenAI.APIError)) throw error;
  const { status, code, param, type } = error;
  return { status, code, param, type, message: error.message.replace(/^\d{3} /, "") };
}

/** Sends a body as it is, past what the SDK would let through. */
export async function send(
  cloud: LabCloud,
  { base, query, keyName }: Surface,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
) {
  const separator = query && path.includes("?") ? "&" : "?";
  const response = await fetch(`${cloud.http}${base}${path}${query && separator + query.slice(1)}`, {
    method,
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${variable(cloud, keyName)}`,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const json: { error?: { code: unknown; param?: unknown; message: string } } & Record<string, unknown> =
    JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, json };
}
