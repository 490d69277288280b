import type { PolicyElement } from "../documents/policy-element.ts";
import type { PolicyCompiler } from "../pipeline/policy.ts";

/** Refuses a policy at load where its scope is not one of those allowed. */
export function ruleOutScopes(
  { name, position }: PolicyElement,
  compiler: PolicyCompiler,
  allowed: readonly string[],
): void {
  if (allowed.includes(compiler.scope)) return;
  compiler.problem(
    `<${name}> is not allowed in a policy of the ${compiler.scope} scope. Allowed in: ${allowed.join(", ")}.`,
    position,
  );
}
