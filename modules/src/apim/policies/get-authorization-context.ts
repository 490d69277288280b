import type { PolicyElement } from "../documents/policy-element.ts";
import { NetAuthorization } from "../expressions/values/net-authorization.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { internalError } from "../pipeline/gateway-answer.ts";
import type { Connection } from "../pipeline/gateway-services.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

/** Puts the token of a connection to a credential provider into a variable. */
export const getAuthorizationContext: PolicyDefinition = {
  name: "get-authorization-context",
  sections: ["inbound"],
  support: "partly",
  notes:
    "Connections and their tokens come from the gateway's configuration; they do not expire, and access policies are not " +
    'checked (identity-type="jwt" only demands an identity).',
  attributes: {
    "provider-id": { required: true },
    "authorization-id": { required: true },
    "context-variable-name": { required: true },
    "identity-type": { values: ["managed", "jwt"] },
    identity: {},
    "ignore-error": { kind: "boolean" },
  },
  compile: (element, compiler) => {
    const find = compileFind(element, compiler);
    const variable = compiler.required(element, "context-variable-name");
    const ignoreError = compiler.attribute(element, "ignore-error");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const name = await variable.text(exchange);
        const found = await find(exchange);
        if (typeof found !== "string") {
          exchange.variables.set(name, new NetAuthorization(found.accessToken, found.claims));
          return;
        }
        if (!((await ignoreError?.boolean(exchange)) ?? false)) throw noContext(found);
        exchange.variables.set(name, null);
        exchange.trace.note(() => `no token, which ignore-error lets pass: ${found}`);
      },
    };
  },
};

/** The connection that is meant, or why there is none. */
function compileFind(element: PolicyElement, compiler: PolicyCompiler) {
  const provider = compiler.required(element, "provider-id");
  const connection = compiler.required(element, "authorization-id");
  const identityType = compiler.attribute(element, "identity-type");
  const identity = compiler.attribute(element, "identity");
  return async (exchange: Exchange): Promise<Connection | string> => {
    const isByToken = (await identityType?.text(exchange)) === "jwt";
    if (isByToken && !(await identity?.text(exchange))) return 'identity-type="jwt" needs an identity.';
    const id = `${await provider.text(exchange)}/${await connection.text(exchange)}`;
    return exchange.services.connections?.get(id) ?? `The gateway has no connection "${id}".`;
  };
}

const noContext = (message: string): PolicyError =>
  new PolicyError(message, {
    source: "get-authorization-context",
    reason: "AuthorizationContextNotAvailable",
    response: internalError(),
  });
