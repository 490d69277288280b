import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { isParameter, queryPart, readQuery, writeQuery } from "../pipeline/query-string.ts";
import { readChoice } from "../pipeline/read-choice.ts";
import { EXISTS_ACTIONS } from "./set-header.ts";

/** `<set-query-parameter name exists-action>` with its `<value>`s. */
export const setQueryParameter: PolicyDefinition = {
  name: "set-query-parameter",
  sections: ["inbound", "backend"],
  support: "emulated",
  notes: "append adds the parameter once more.",
  attributes: {
    name: { required: true },
    "exists-action": { values: EXISTS_ACTIONS },
  },
  children: { value: { many: true, text: true } },
  compile: (element, compiler) => ({
    policy: element.name,
    position: element.position,
    run: compileQueryEdit(element, compiler),
  }),
};

function compileQueryEdit(element: PolicyElement, compiler: PolicyCompiler) {
  const name = compiler.required(element, "name");
  const action = compiler.attribute(element, "exists-action");
  const values = element.children.map(({ text, position }) =>
    compiler.value(text ?? { value: "", position }),
  );
  if (values.length === 0 && action?.literal !== "delete") {
    compiler.problem(
      '<set-query-parameter> needs a <value> inside it, or exists-action="delete".',
      element.position,
    );
  }
  return async (exchange: Exchange): Promise<undefined> => {
    const { url } = exchange.request;
    const parameter = await name.text(exchange);
    const mode = await readChoice(action, exchange, EXISTS_ACTIONS);
    const before = readQuery(url.search);
    const others = before.filter((part) => !isParameter(part, parameter));
    exchange.trace.note(() => `${mode} ${parameter}`);
    if (mode === "skip" && others.length < before.length) return;
    const added = [];
    if (mode !== "delete")
      for (const value of values) added.push(queryPart(parameter, await value.text(exchange)));
    url.search = writeQuery([...(mode === "append" ? before : others), ...added]);
  };
}
