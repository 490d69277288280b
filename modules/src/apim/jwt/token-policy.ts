import { explainError } from "../../core/errors.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import { NetJwt } from "../expressions/values/net-jwt.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import type { AttributeShapes, PolicyCompiler, PolicyStep } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";
import { readToken, type TokenPlace } from "./read-token.ts";
import { TokenRefusal } from "./token-refusal.ts";
import { type TokenDemands, validateToken } from "./validate-token.ts";

/** What every policy that checks a token says about where it stands and what a refusal looks like. */
export const tokenAttributes: AttributeShapes = {
  "header-name": {},
  "query-parameter-name": {},
  "token-value": {},
  "failed-validation-httpcode": { kind: "integer", min: 100, max: 599 },
  "failed-validation-error-message": {},
  "output-token-variable-name": { expression: false },
};

const NOT_PRESENT = "JWT not present.";
/** What the caller reads; which check failed is for `context.LastError` only. */
const INVALID = "Invalid JWT.";
const UNAUTHORIZED = 401;

export interface TokenPolicyOptions {
  readonly element: PolicyElement;
  readonly compiler: PolicyCompiler;
  readonly requireScheme?: PolicyValue | undefined;
  demands(exchange: Exchange): Promise<TokenDemands>;
}

/** A step that reads a token, holds it against the demands and keeps it in a variable. */
export function tokenPolicy({ element, compiler, requireScheme, demands }: TokenPolicyOptions): PolicyStep {
  const place = compilePlace(element, compiler, requireScheme);
  const status = compiler.attribute(element, "failed-validation-httpcode");
  const message = compiler.attribute(element, "failed-validation-error-message");
  const variable = compiler.attribute(element, "output-token-variable-name")?.literal;
  return {
    policy: element.name,
    position: element.position,
    run: async (exchange): Promise<undefined> => {
      try {
        const token = await validateToken(await tokenOf(place, exchange), await demands(exchange));
        if (variable !== undefined) exchange.variables.set(variable, new NetJwt(token.header, token.claims));
        exchange.trace.note(() => `the token of ${String(token.claims.sub ?? "nobody named")} is valid`);
      } catch (error) {
        if (!(error instanceof TokenRefusal)) throw error;
        exchange.trace.note(() => `${error.reason}: ${explainError(error)}`);
        const code = (await status?.number(exchange)) ?? UNAUTHORIZED;
        const told = error.reason === "TokenNotPresent" ? NOT_PRESENT : INVALID;
        throw new PolicyError(error.message, {
          source: element.name,
          reason: error.reason,
          response: gatewayAnswer(code, (await message?.text(exchange)) ?? told),
          cause: error,
        });
      }
    },
  };
}

async function tokenOf(place: TokenPlace, exchange: Exchange): Promise<string> {
  const text = await readToken(place, exchange);
  if (text === undefined) throw new TokenRefusal("TokenNotPresent", NOT_PRESENT);
  return text;
}

function compilePlace(
  element: PolicyElement,
  compiler: PolicyCompiler,
  requireScheme: PolicyValue | undefined,
): TokenPlace {
  return {
    headerName: compiler.attribute(element, "header-name"),
    queryName: compiler.attribute(element, "query-parameter-name"),
    tokenValue: compiler.attribute(element, "token-value"),
    requireScheme,
  };
}
