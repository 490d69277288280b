import { onTestFinished } from "vitest";
import { createFeedback } from "../src/experiments/index.ts";
import {
  createOrchestrator,
  type Orchestrator,
  type OrchestratorOptions,
} from "../src/orchestrator/index.ts";
import { createOpenAiCompatible } from "../src/providers/index.ts";
import { type OrchestratorServer, type ServerOptions, startServer } from "../src/server/index.ts";
import { createTelemetry, type Telemetry } from "../src/telemetry/index.ts";
import { type Instead, type WireDouble, wireDouble } from "./wire-double.ts";

export interface TestServer extends OrchestratorServer {
  readonly orchestrator: Orchestrator;
  /** The model's server behind it. */
  readonly upstream: WireDouble;
}

export interface TestServerOptions {
  /** What the models' server says instead of "Paris." */
  readonly instead?: Instead;
  readonly orchestrator?: Partial<OrchestratorOptions>;
  readonly server?: Partial<ServerOptions>;
  /** Default: one that counts and sends nothing. */
  readonly telemetry?: Telemetry;
}

/** A server with a local and a cloud model behind it, on free ports, ended with the test. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const upstream = await wireDouble(options.instead);
  const { telemetry = createTelemetry({ exporters: [] }) } = options;
  const at = (name: string, tier: "local" | "cloud") => ({
    name,
    model: name,
    served: "double-1",
    provider: createOpenAiCompatible({ name, baseUrl: `${upstream.address}/v1`, tier, ...KINDS[tier] }),
    tier,
    maxTokens: 100,
    usdPerMillion: tier === "local" ? { input: 0, output: 0 } : { input: 1, output: 2 },
  });
  const orchestrator = createOrchestrator({
    deployments: [at("small", "local"), at("large", "cloud")],
    ...telemetry.watch,
    ...options.orchestrator,
  });
  const feedback = createFeedback({
    declared: { small: 0.8, large: 0.8 },
    find: async (requestId, tenant) => {
      const found = orchestrator.decisions({ tenant }).findLast((record) => record.requestId === requestId);
      return found?.deployment === undefined
        ? undefined
        : { tenant, client: found.client, model: found.deployment };
    },
  });
  const server = await startServer({
    orchestrator,
    feedback,
    telemetry,
    port: 0,
    metricsPort: 0,
    ...options.server,
  });
  onTestFinished(async () => {
    await server.close();
    feedback.close();
    await orchestrator.close();
  });
  return { ...server, orchestrator, upstream };
}

/** What is at the other end is on this machine, and says so for the local model only. */
const KINDS = { local: { kind: "foundry-local" }, cloud: {} } as const;

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Asks by GET, or by POST when there is a body; text is sent as it is. */
export async function ask(
  { url }: { readonly url: string },
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonAnswer> {
  const sent = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(url + path, {
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { method: "POST", body: sent as string }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as JsonAnswer["body"],
  };
}

export const question = (content: string) => [{ role: "user" as const, content }];
