import type { PolicyElement } from "../documents/policy-element.ts";
import { textsOf } from "../pipeline/element-texts.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { ElementShape, PolicyCompiler } from "../pipeline/policy.ts";
import type { RequiredClaim } from "./check-claims.ts";

/** `<required-claims>` with its `<claim>`s. */
export const requiredClaims: ElementShape = {
  children: {
    claim: {
      many: true,
      attributes: {
        name: { required: true },
        match: { values: ["all", "any"] },
        separator: {},
      },
      children: { value: { many: true, text: true } },
    },
  },
};

type ClaimsOf = (exchange: Exchange) => Promise<RequiredClaim[]>;

/** Compiles the `<required-claims>` of a policy; without them nothing is required. */
export function compileRequiredClaims(element: PolicyElement, compiler: PolicyCompiler): ClaimsOf {
  const list = element.children.find(({ name }) => name === "required-claims");
  const claims = (list?.children ?? []).map((claim) => compileClaim(claim, compiler));
  return async (exchange) => {
    const required: RequiredClaim[] = [];
    for (const claim of claims) required.push(await claim(exchange));
    return required;
  };
}

function compileClaim(claim: PolicyElement, compiler: PolicyCompiler) {
  const name = compiler.required(claim, "name");
  const match = compiler.attribute(claim, "match");
  const separator = compiler.attribute(claim, "separator");
  const values = claim.children.map(({ text, position }) => compiler.value(text ?? { value: "", position }));
  return async (exchange: Exchange): Promise<RequiredClaim> => ({
    name: await name.text(exchange),
    match: (await match?.text(exchange)) === "any" ? "any" : "all",
    separator: await separator?.text(exchange),
    values: await textsOf(values, exchange),
  });
}
