import type { ServerResponse } from "node:http";
import { join } from "node:path";
import type { RunningGateway } from "../src/apim/gateway/start-gateway.ts";
import { type PlainValue, readGatewayFromBicep } from "../src/azure/bicep/index.ts";
import { paths } from "../src/config/paths.ts";
import { openTestGateway } from "./test-gateway.ts";
import { type ReceivedRequest, startUpstream, type UpstreamServer } from "./upstream-server.ts";

type Answer = (outgoing: ServerResponse, request: ReceivedRequest) => void;

export interface LabGateway extends RunningGateway {
  /** What each account got, by its name. */
  readonly accounts: Readonly<Record<string, UpstreamServer>>;
  /** Key of a subscription. */
  keyOf(subscription: string): string;
  /** One request; the first subscription's key unless another one is given. */
  ask(path: string, request?: AskOptions): Promise<Response>;
}

export interface AskOptions {
  readonly key?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface LabGatewayOptions {
  readonly params?: Readonly<Record<string, PlainValue>>;
  /** What every account answers unless `answers` says otherwise; default 200 with its name as region. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Other origins and where they really are. */
  readonly resolve?: Readonly<Record<string, string>>;
}

/** The gateway that a Bicep file below `infra/bicep` deploys, running, with a real server in place of each account. */
export async function openLabGateway(file: string, options: LabGatewayOptions = {}): Promise<LabGateway> {
  const { params, answers = {}, resolve = {} } = options;
  const { config } = await readGatewayFromBicep(join(paths.root, "infra", "bicep", file), params);
  const accounts: Record<string, UpstreamServer> = {};
  const addresses: Record<string, string> = { ...resolve };
  for (const { properties } of config.backends) {
    if (typeof properties.url !== "string") continue;
    const { origin, hostname } = new URL(properties.url);
    const name = /^foundry\d/.exec(hostname)?.[0] ?? hostname.split(".")[0] ?? hostname;
    accounts[name] ??= await startUpstream((outgoing, request) =>
      (answers[name] ?? sayName(name))(outgoing, request),
    );
    addresses[origin] = accounts[name].url;
  }
  const tokens = {
    "https://cognitiveservices.azure.com": "models-token",
    "https://ai.azure.com": "agents-token",
  };
  const gateway = await openTestGateway({
    config: { ...config, managedIdentity: { tokens }, clock: "2026-01-01T00:00:00Z" },
    resolve: addresses,
  });
  const keyOf = (id: string) => config.subscriptions.find((one) => one.id === id)?.primaryKey ?? "";
  return {
    ...gateway,
    accounts,
    keyOf,
    ask: (path, { key = config.subscriptions[0]?.primaryKey ?? "", method = "POST", headers, body } = {}) =>
      fetch(`${gateway.url}${path}`, {
        method,
        headers: { ...(key !== "" && { "api-key": key }), "content-type": "application/json", ...headers },
        ...(method === "POST" && {
          body: JSON.stringify(body ?? { messages: [{ role: "user", content: "hi" }] }),
        }),
      }),
  };
}

/** A chat answer that says which account gave it. */
function sayName(name: string): Answer {
  return (outgoing) => sendJson(outgoing, 200, chatAnswer(name), { "x-ms-region": name });
}

export function chatAnswer(text: string, tokens = 25) {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "gpt-4o-mini",
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: tokens - 10, total_tokens: tokens },
  };
}

export function sendJson(
  outgoing: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.end(JSON.stringify(body));
}
