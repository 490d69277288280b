import type { PolicyDefinition } from "../pipeline/policy.ts";

/** `<set-method>GET</set-method>`. */
export const setMethod: PolicyDefinition = {
  name: "set-method",
  sections: ["inbound", "on-error"],
  support: "emulated",
  text: true,
  compile: (element, compiler) => {
    const method = compiler.value(element.text ?? { value: "", position: element.position });
    if (!element.text)
      compiler.problem("<set-method> needs a method: <set-method>GET</set-method>.", element.position);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        exchange.request.method = (await method.text(exchange)).trim().toUpperCase();
        exchange.trace.note(() => exchange.request.method);
      },
    };
  },
};
