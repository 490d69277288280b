import { z } from "zod";
import { LabError } from "../../modules/src/core/index.ts";

/** A little longer than the agent router lets a request last. */
const ASK_MS = 330_000;

export const healthSchema = z.object({
  status: z.string(),
  models: z.record(z.string(), z.object({ available: z.boolean() })),
});

export const routerSchema = z.object({
  routing_strategy: z.string(),
  fallback_chains: z.record(z.string(), z.array(z.string())),
});

export const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  "x-routing-metadata": z.object({
    model_id: z.string(),
    intent: z.string(),
    confidence: z.number().nullable(),
    fallback_used: z.boolean(),
    total_time_seconds: z.number(),
    provenance: z.enum(["live", "local", "recorded", "simulated"]),
  }),
});

export type RoutingMetadata = z.infer<typeof answerSchema>["x-routing-metadata"];

/**
 * Asks by GET, or by POST where there is a body.
 * @throws LabError when nobody answers, refuses, or answers in another form
 */
export async function askService<T>(url: string, schema: z.ZodType<T>, body?: object): Promise<T> {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await send(url, body === undefined ? {} : post);
  const text = await response.text();
  if (!response.ok) throw unexpected(`${url} answered ${response.status}: ${reasonIn(text)}`);
  const read = schema.safeParse(readJson(text));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw unexpected(`${url} answered in another form: ${first?.path.join(".")}: ${first?.message}`);
}

/** The message of a refusal, else the beginning of whatever came. */
function reasonIn(text: string): string {
  const refusal = z.object({ error: z.object({ message: z.string() }) }).safeParse(readJson(text));
  const said = refusal.success ? refusal.data.error.message : text;
  return (said.length > 300 ? `${said.slice(0, 300)}…` : said).replace(/\.$/, "");
}

/** What the figures of a metrics page add up to. */
export interface MetricsSample {
  /** Sum over all labels, by name. */
  readonly counted: Readonly<Record<string, number>>;
  /** Models whose health is told. */
  readonly models: readonly string[];
}

const COUNTED = ["agent_router_requests_total", "agent_router_intent_classification_total"];

export async function sampleMetrics(url: string): Promise<MetricsSample> {
  const response = await send(url, {});
  if (!response.ok) throw unexpected(`${url} answered ${response.status}`);
  const lines = (await response.text()).split("\n");
  const sumOf = (name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
  return {
    counted: Object.fromEntries(COUNTED.map((name) => [name, sumOf(name)])),
    models: lines.flatMap((line) => /^agent_router_model_health\{.*model="([^"]+)"/.exec(line)?.[1] ?? []),
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(ASK_MS) });
  } catch (error) {
    throw unexpected(`${url} does not answer: ${networkReason(error)}`);
  }
}

/** fetch hides the reason in the cause; where a name has several addresses that one has a code alone. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ("code" in cause ? String(cause.code) : cause.name);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unexpected = (message: string) => new LabError(`${message}.`, { code: "SERVICE_UNEXPECTED" });
