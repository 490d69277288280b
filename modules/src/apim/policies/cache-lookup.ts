import { readEntry } from "../caching/cache-entries.ts";
import { CACHING_TYPE_NOTE, cachingType } from "../caching/caching-type.ts";
import { cacheKey, planStoring, type VaryBy } from "../caching/response-cache.ts";
import { answerFrom, isStoredAnswer } from "../caching/stored-answer.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import { answerFromCache } from "../pipeline/cached-answer.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";

/** Answers a GET from the cache when the same request was answered before. */
export const cacheLookup: PolicyDefinition = {
  name: "cache-lookup",
  sections: ["inbound"],
  support: "partly",
  notes:
    "A hit goes on in outbound behind cache-store. Without vary-by-query-parameter all parameters count. The subscription stands " +
    "for its developer; groups of developers do not exist here, so that vary-by-developer-groups changes nothing. " +
    `downstream-caching-type "none" sends Cache-Control: no-store. ${CACHING_TYPE_NOTE}`,
  attributes: {
    "vary-by-developer": { required: true, kind: "boolean" },
    "vary-by-developer-groups": { required: true, kind: "boolean" },
    "allow-private-response-caching": { kind: "boolean" },
    "caching-type": cachingType,
    "downstream-caching-type": { values: ["none", "private", "public"] },
    "must-revalidate": { kind: "boolean" },
  },
  children: {
    "vary-by-header": { many: true, text: true },
    "vary-by-query-parameter": { many: true, text: true },
  },
  compile: (element, compiler) => {
    const settings = readSettings(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => lookUp(settings, exchange),
    };
  },
};

type Settings = ReturnType<typeof readSettings>;

function readSettings(element: PolicyElement, compiler: PolicyCompiler) {
  return {
    allowsPrivate: compiler.attribute(element, "allow-private-response-caching"),
    byDeveloper: compiler.required(element, "vary-by-developer"),
    downstream: compiler.attribute(element, "downstream-caching-type"),
    mustRevalidate: compiler.attribute(element, "must-revalidate"),
    headers: namesIn(element, "vary-by-header"),
    queryParameters: namesIn(element, "vary-by-query-parameter"),
  };
}

/** Several names may stand in one element, between semicolons. */
function namesIn({ children }: PolicyElement, element: string): readonly string[] {
  return children
    .filter(({ name }) => name === element)
    .flatMap(({ text }) => (text?.value ?? "").split(";"))
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

async function lookUp(settings: Settings, exchange: Exchange): Promise<"answered" | undefined> {
  const { request, services, trace } = exchange;
  if (request.method.toUpperCase() !== "GET") {
    trace.note(() => `${request.method} is not cached, only GET is`);
    return undefined;
  }
  if (request.headers.has("authorization") && !((await settings.allowsPrivate?.boolean(exchange)) ?? false)) {
    trace.note(() => "not cached: the request has Authorization, and allow-private-response-caching is off");
    return undefined;
  }
  const vary: VaryBy = { ...settings, subscription: await settings.byDeveloper.boolean(exchange) };
  const key = cacheKey(exchange, vary);
  planStoring(exchange, { key, downstream: await downstreamOf(settings, exchange), vary: settings.headers });
  const kept = readEntry(services, key);
  trace.note(() => (kept === undefined ? "miss: the backend is asked" : "hit: the backend is not asked"));
  if (!isStoredAnswer(kept)) return undefined;
  answerFromCache(exchange, answerFrom(kept), ["cache-store"]);
  return "answered";
}

async function downstreamOf(
  { downstream, mustRevalidate }: Settings,
  exchange: Exchange,
): Promise<string | undefined> {
  const type = (await downstream?.text(exchange)) ?? "none";
  if (type === "none") return undefined;
  const revalidates = (await mustRevalidate?.boolean(exchange)) ?? true;
  return revalidates ? `${type}, must-revalidate` : type;
}
