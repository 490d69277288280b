import type { Exchange } from "../pipeline/exchange.ts";
import { internalError } from "../pipeline/gateway-answer.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import { isParameter, type QueryPart, readQuery, writeQuery } from "../pipeline/query-string.ts";

const PARAMETER = /\{\*?([^{}]+)\}/g;

/** `<rewrite-uri template copy-unmatched-params />`: path and query that the backend gets. */
export const rewriteUri: PolicyDefinition = {
  name: "rewrite-uri",
  sections: ["inbound"],
  support: "emulated",
  notes: "A query parameter of the template replaces one of the same name that the caller sent.",
  attributes: { template: { required: true }, "copy-unmatched-params": { kind: "boolean" } },
  compile: (element, compiler) => {
    const template = compiler.required(element, "template");
    const copy = compiler.attribute(element, "copy-unmatched-params");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const [path = "", query = ""] = splitOnce(fill(await template.text(exchange), exchange), "?");
        const added = readQuery(query);
        const kept = !copy || (await copy.boolean(exchange)) ? unmatched(exchange, added) : [];
        const { url } = exchange.request;
        url.pathname = path.startsWith("/") ? path : `/${path}`;
        url.search = writeQuery([...added, ...kept]);
        exchange.trace.note(() => `${url.pathname}${url.search}`);
      },
    };
  },
};

/** What the caller sent beyond the parameters that the operation's own template names. */
function unmatched({ request, operation }: Exchange, added: readonly QueryPart[]): readonly QueryPart[] {
  const named = [...readQuery(splitOnce(operation.urlTemplate, "?")[1] ?? ""), ...added];
  return readQuery(request.url.search).filter((part) => !named.some(({ name }) => isParameter(part, name)));
}

function fill(template: string, { request }: Exchange): string {
  return template.replace(PARAMETER, (_whole, name: string) => {
    const value = request.matchedParameters.get(name);
    if (value === undefined) throw unknownParameter(name, [...request.matchedParameters.keys()]);
    // The rest of a path keeps its slashes.
    return value.split("/").map(encodeURIComponent).join("/");
  });
}

function unknownParameter(name: string, known: readonly string[]): PolicyError {
  const hint = known.length === 0 ? "It has none." : `It has: ${known.join(", ")}.`;
  return new PolicyError(`The operation's template has no parameter {${name}}. ${hint}`, {
    source: "rewrite-uri",
    reason: "TemplateParameterNotFound",
    response: internalError(),
  });
}

function splitOnce(text: string, separator: string): readonly string[] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
