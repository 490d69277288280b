import { z } from "zod";
import type { Exchange } from "../pipeline/exchange.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

const API_VERSION = "2024-09-01";
const TIMEOUT_MS = 60_000;

const analysis = z.object({
  categoriesAnalysis: z.array(z.object({ category: z.string(), severity: z.number() })).default([]),
  blocklistsMatch: z.array(z.object({ blocklistName: z.string() })).default([]),
});

const shieldAnalysis = z.object({ userPromptAnalysis: z.object({ attackDetected: z.boolean() }) });

/** What a text is held against. */
export interface SafetyRules {
  readonly backendId: string;
  readonly shieldsPrompt: boolean;
  readonly outputType: string;
  /** From which severity on a category is blocked. */
  readonly thresholds: ReadonlyMap<string, number>;
  readonly blocklists: readonly string[];
}

/** Why a text is blocked, or undefined when nothing speaks against it. */
export async function findHarm(
  text: string,
  rules: SafetyRules,
  exchange: Exchange,
): Promise<string | undefined> {
  if (rules.thresholds.size === 0 && rules.blocklists.length === 0) return undefined;
  const answer = await call("text:analyze", analysis, rules, exchange, {
    text,
    categories: [...rules.thresholds.keys()],
    blocklistNames: rules.blocklists,
    haltOnBlocklistHit: false,
    outputType: rules.outputType,
  });
  if (typeof answer === "string") return answer;
  const { categoriesAnalysis, blocklistsMatch } = answer;
  const harms = categoriesAnalysis.flatMap(({ category, severity }) => {
    const threshold = rules.thresholds.get(category);
    return threshold !== undefined && severity >= threshold
      ? `${category} is ${severity} (threshold ${threshold})`
      : [];
  });
  harms.push(
    ...blocklistsMatch.map(({ blocklistName }) => `a text of the list ${blocklistName} stands in it`),
  );
  return harms.length > 0 ? harms.join(", ") : undefined;
}

/** Why a prompt is taken for an attack on the model, or undefined when it is none. */
export async function findAttack(
  text: string,
  rules: SafetyRules,
  exchange: Exchange,
): Promise<string | undefined> {
  const answer = await call("text:shieldPrompt", shieldAnalysis, rules, exchange, {
    userPrompt: text,
    documents: [],
  });
  if (typeof answer === "string") return answer;
  return answer.userPromptAnalysis.attackDetected ? "the prompt is an attack" : undefined;
}

/** The service's answer, or in words why it gave none: what was not checked is not let through. */
async function call<T extends object>(
  operation: string,
  shape: z.ZodType<T>,
  { backendId }: SafetyRules,
  exchange: Exchange,
  content: unknown,
): Promise<T | string> {
  const response = await send(operation, backendId, exchange, JSON.stringify(content));
  const text = new TextDecoder().decode(await response.body.read());
  if (response.status !== 200) return `the content safety service answered ${response.status}`;
  const { data, success } = shape.safeParse(parsed(text));
  return success ? data : "the content safety service answered something that is no analysis";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function send(
  operation: string,
  backendId: string,
  exchange: Exchange,
  content: string,
): Promise<ResponseMessage> {
  const chosen = exchange.services.backends.choose(backendId, exchange);
  const outgoing = {
    url: addressOf(chosen.baseUrl, operation),
    headers: HeaderMap.fromRaw(["Content-Type", "application/json"]),
  };
  await chosen.authorize(exchange, outgoing);
  try {
    const response = await exchange.services.send(
      {
        ...outgoing,
        method: "POST",
        body: MessageBody.of(content),
        timeoutMs: TIMEOUT_MS,
        followRedirects: false,
        acceptAnyCertificate: chosen.acceptAnyCertificate,
      },
      exchange.signal,
    );
    chosen.settle(exchange, response);
    return response;
  } catch (error) {
    if (error instanceof PolicyError) chosen.fail(exchange, error);
    throw error;
  }
}

function addressOf(baseUrl: URL, operation: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/contentsafety/${operation}`;
  url.search = `?api-version=${API_VERSION}`;
  return url;
}
