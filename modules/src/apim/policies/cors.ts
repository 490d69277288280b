import type { PolicyElement } from "../documents/policy-element.ts";
import { beforeAnswer } from "../pipeline/before-answer.ts";
import { compileTexts, textList, textsOf } from "../pipeline/element-texts.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { emptyResponse } from "../pipeline/gateway-answer.ts";
import type { HeaderMap } from "../pipeline/header-map.ts";
import type { Flow, PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { replaceResponse } from "../pipeline/replace-response.ts";

/** Lets browsers call from other origins: answers their preflight requests and marks the answers of real ones. */
export const cors: PolicyDefinition = {
  name: "cors",
  sections: ["inbound"],
  support: "emulated",
  notes:
    "terminate-unmatched-request is true when it is absent; Microsoft's pages say both. Without allowed-headers only headers " +
    "that need no permission are allowed.",
  attributes: {
    "allow-credentials": { kind: "boolean" },
    "terminate-unmatched-request": { kind: "boolean" },
  },
  children: {
    "allowed-origins": { ...textList("origin"), required: true },
    "allowed-methods": {
      ...textList("method"),
      attributes: { "preflight-result-max-age": { kind: "integer", min: 0 } },
    },
    "allowed-headers": textList("header"),
    "expose-headers": textList("header"),
  },
  compile: (element, compiler) => {
    const rulesOf = compileRules(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<Flow> => {
        const origin = exchange.request.headers.get("Origin");
        if (origin === undefined) return "next";
        const rules = await rulesOf(exchange);
        const isPreflight = isPreflightRequest(exchange);
        const isAllowed =
          allowsOrigin(rules, origin) && (!isPreflight || allowsPreflight(rules, exchange.request.headers));
        exchange.trace.note(() => `${origin} is ${isAllowed ? "" : "not "}allowed`);
        if (isPreflight && isAllowed) return answerPreflight(rules, origin, exchange);
        if (!isAllowed) return refuse(rules, isPreflight, exchange);
        beforeAnswer(exchange, ({ headers }) => markAnswer(rules, origin, headers));
        return "next";
      },
    };
  },
};

interface CorsRules {
  readonly allowsCredentials: boolean;
  readonly terminates: boolean;
  readonly maxAge: string;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Lower case. */
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
}

function compileRules(element: PolicyElement, compiler: PolicyCompiler) {
  const texts = (name: string) => compileTexts(element, name, compiler);
  const [origins, methods] = [texts("allowed-origins"), texts("allowed-methods")];
  const [headers, exposed] = [texts("allowed-headers"), texts("expose-headers")];
  const methodList = element.children.find(({ name }) => name === "allowed-methods");
  const maxAge = methodList && compiler.attribute(methodList, "preflight-result-max-age");
  const credentials = compiler.attribute(element, "allow-credentials");
  const terminate = compiler.attribute(element, "terminate-unmatched-request");
  return async (exchange: Exchange): Promise<CorsRules> => ({
    allowsCredentials: (await credentials?.boolean(exchange)) ?? false,
    terminates: (await terminate?.boolean(exchange)) ?? true,
    maxAge: String((await maxAge?.number(exchange)) ?? 0),
    origins: (await textsOf(origins, exchange)).map(plainOrigin),
    methods: methodList
      ? (await textsOf(methods, exchange)).map((name) => name.toUpperCase())
      : ["GET", "POST"],
    headers: (await textsOf(headers, exchange)).map((name) => name.toLowerCase()),
    exposed: await textsOf(exposed, exchange),
  });
}

function isPreflightRequest({ request: { method, headers } }: Exchange): boolean {
  return method === "OPTIONS" && headers.has("Access-Control-Request-Method");
}

/** Without the slash at the end and the usual port, as browsers write it. */
function plainOrigin(text: string): string {
  return text !== "*" && URL.canParse(text) ? new URL(text).origin : text;
}

const allowsOrigin = ({ origins }: CorsRules, origin: string): boolean =>
  origins.includes("*") || origins.includes(plainOrigin(origin));

/** Headers that need no permission. */
const SAFE_HEADERS: readonly string[] = ["accept", "accept-language", "content-language"];

function allowsPreflight({ methods, headers }: CorsRules, asked: HeaderMap): boolean {
  const method = (asked.get("Access-Control-Request-Method") ?? "").toUpperCase();
  const names = namesOf(asked.get("Access-Control-Request-Headers"));
  return (
    (methods.includes("*") || methods.includes(method)) &&
    names.every((name) => headers.includes("*") || headers.includes(name) || SAFE_HEADERS.includes(name))
  );
}

function namesOf(list: string | undefined): readonly string[] {
  const names = (list ?? "").split(",").map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== "");
}

function answerPreflight(rules: CorsRules, origin: string, exchange: Exchange): Flow {
  const asked = exchange.request.headers;
  const method = asked.get("Access-Control-Request-Method") ?? "";
  const response = emptyResponse();
  markOrigin(rules, origin, response.headers);
  response.headers.set(
    "Access-Control-Allow-Methods",
    rules.methods.includes("*") ? [method] : rules.methods,
  );
  const headers = rules.headers.includes("*")
    ? namesOf(asked.get("Access-Control-Request-Headers"))
    : rules.headers;
  if (headers.length > 0) response.headers.set("Access-Control-Allow-Headers", headers);
  response.headers.set("Access-Control-Max-Age", [rules.maxAge]);
  replaceResponse(exchange, response);
  return "stop";
}

/** What does not match gets an empty 200, or goes on without the headers that a browser looks for. */
function refuse({ terminates }: CorsRules, isPreflight: boolean, exchange: Exchange): Flow {
  const isSimple = exchange.request.method === "GET" || exchange.request.method === "HEAD";
  if (!terminates || !(isPreflight || isSimple)) return "next";
  replaceResponse(exchange, emptyResponse());
  return "stop";
}

function markAnswer(rules: CorsRules, origin: string, headers: HeaderMap): void {
  markOrigin(rules, origin, headers);
  if (rules.exposed.length > 0) headers.set("Access-Control-Expose-Headers", rules.exposed);
}

function markOrigin({ origins, allowsCredentials }: CorsRules, origin: string, headers: HeaderMap): void {
  const isForAll = origins.includes("*") && !allowsCredentials;
  headers.set("Access-Control-Allow-Origin", [isForAll ? "*" : origin]);
  if (allowsCredentials) headers.set("Access-Control-Allow-Credentials", ["true"]);
  if (!isForAll) addVary(headers);
}

function addVary(headers: HeaderMap): void {
  if (!namesOf(headers.get("Vary")).includes("origin")) headers.append("Vary", "Origin");
}
