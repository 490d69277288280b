import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** `<set-variable name value />`: keeps the value's .NET type; a literal is a string. */
export const setVariable: PolicyDefinition = {
  name: "set-variable",
  sections: SECTIONS,
  support: "emulated",
  attributes: { name: { required: true, expression: false }, value: { required: true } },
  compile: (element, compiler) => {
    const name = compiler.required(element, "name");
    const value = compiler.required(element, "value");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const variable = await name.text(exchange);
        const content = await value.evaluate(exchange);
        exchange.variables.set(variable, content);
        exchange.trace.note(() => `${variable} = ${shorten(String(content))}`);
      },
    };
  },
};

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
