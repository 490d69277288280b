import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { AttributeShapes, ElementShape, PolicyCompiler } from "../pipeline/policy.ts";

/** A limit with the requests that it is for. */
export interface NestedLimit {
  readonly element: PolicyElement;
  /** Told apart from the others: `api inference`, `api inference operation chat`; "" for the policy itself. */
  readonly name: string;
  appliesTo(exchange: Exchange): boolean;
}

/** `<api>` with `<operation>`s, each with limits of its own, as `rate-limit` and `quota` take them. */
export function nestedLimitShapes(limits: AttributeShapes): Readonly<Record<string, ElementShape>> {
  const attributes = { name: { expression: false }, id: { expression: false }, ...limits };
  return {
    api: { many: true, attributes, children: { operation: { many: true, attributes } } },
  };
}

/** The policy's own limit, then those of its `<api>`s and `<operation>`s. All of them hold at once. */
export function nestedLimits(element: PolicyElement, compiler: PolicyCompiler): readonly NestedLimit[] {
  const all: NestedLimit = { element, name: "", appliesTo: () => true };
  return [all, ...element.children.flatMap((api) => apiLimits(api, compiler))];
}

function apiLimits(element: PolicyElement, compiler: PolicyCompiler): readonly NestedLimit[] {
  const isApi = matcher(element, compiler);
  const name = `api ${nameOf(element)}`;
  const appliesTo = ({ api }: Exchange) => isApi(api);
  return [
    { element, name, appliesTo },
    ...element.children.map((inner) => {
      const isOperation = matcher(inner, compiler);
      return {
        element: inner,
        name: `${name} operation ${nameOf(inner)}`,
        appliesTo: (exchange: Exchange) => appliesTo(exchange) && isOperation(exchange.operation),
      };
    }),
  ];
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** By id, else by name, as Azure does. */
function matcher(element: PolicyElement, compiler: PolicyCompiler): (entity: Named) => boolean {
  const id = element.attributes.get("id")?.value;
  const name = element.attributes.get("name")?.value;
  if (id === undefined && name === undefined) {
    compiler.problem(`<${element.name}> needs the attribute "id" or "name".`, element.position);
  }
  return (entity) => (id === undefined ? entity.name === name : entity.id === id);
}

function nameOf({ attributes }: PolicyElement): string {
  return attributes.get("id")?.value ?? attributes.get("name")?.value ?? "";
}
