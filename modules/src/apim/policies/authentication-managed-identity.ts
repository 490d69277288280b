import type { PolicyDefinition } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** Gets a token of the gateway's identity: into a variable, or into the request's `Authorization`. */
export const authenticationManagedIdentity: PolicyDefinition = {
  name: "authentication-managed-identity",
  // Documented for inbound only; policies that Azure has accepted use it elsewhere, too.
  sections: SECTIONS,
  support: "emulated",
  notes:
    "Tokens come from the gateway's configuration. Also taken outside of inbound, as deployed policies have it.",
  attributes: {
    resource: { required: true },
    "client-id": { expression: false },
    "output-token-variable-name": { expression: false },
    "ignore-error": { kind: "boolean" },
  },
  compile: (element, compiler) => {
    const resource = compiler.required(element, "resource");
    const clientId = compiler.attribute(element, "client-id")?.literal;
    const variable = compiler.attribute(element, "output-token-variable-name")?.literal;
    const ignoreError = compiler.attribute(element, "ignore-error");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const { services, signal, trace, variables, request } = exchange;
        const wanted = await resource.text(exchange);
        try {
          const token = await services.managedIdentityToken(wanted, clientId, signal);
          if (variable === undefined) request.headers.set("Authorization", [`Bearer ${token}`]);
          else variables.set(variable, token);
          trace.note(() => `token for ${wanted} in ${variable === undefined ? "Authorization" : variable}`);
        } catch (error) {
          const isIgnored = error instanceof PolicyError && ((await ignoreError?.boolean(exchange)) ?? false);
          if (!isIgnored) throw error;
          trace.note(() => `no token for ${wanted}, which ignore-error lets pass: ${error.message}`);
        }
        return undefined;
      },
    };
  },
};
