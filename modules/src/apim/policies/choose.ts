import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition, PolicyStep } from "../pipeline/policy.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";
import { SECTIONS } from "../pipeline/section.ts";

interface Branch {
  /** Undefined for `<otherwise>`. */
  readonly condition: PolicyValue | undefined;
  readonly name: string;
  readonly steps: readonly PolicyStep[];
}

/** `<choose>`: the policies of the first `<when>` whose condition is true, else those of `<otherwise>`. */
export const choose: PolicyDefinition = {
  name: "choose",
  sections: SECTIONS,
  support: "emulated",
  children: {
    when: { required: true, many: true, attributes: { condition: { required: true } }, children: "policies" },
    otherwise: { children: "policies" },
  },
  compile: (element, compiler) => {
    const branches = element.children.map((child, index) => compileBranch(child, index, compiler));
    const otherwise = element.children.findIndex(({ name }) => name === "otherwise");
    if (otherwise >= 0 && otherwise < element.children.length - 1) {
      compiler.problem(
        "<otherwise> must be the last element inside <choose>.",
        element.children[otherwise]?.position ?? element.position,
      );
    }
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const branch = await firstTrue(branches, exchange);
        exchange.trace.note(() => (branch ? `took ${branch.name}` : "no condition is true"));
        return branch ? compiler.run(branch.steps, exchange) : "next";
      },
    };
  },
};

function compileBranch(child: PolicyElement, index: number, compiler: PolicyCompiler): Branch {
  const condition = child.name === "when" ? compiler.required(child, "condition") : undefined;
  const name = condition
    ? `when[${index + 1}]: ${child.attributes.get("condition")?.value ?? ""}`
    : "otherwise";
  return { condition, name: name.replace(/\s+/g, " "), steps: compiler.policies(child.children) };
}

async function firstTrue(branches: readonly Branch[], exchange: Exchange): Promise<Branch | undefined> {
  for (const branch of branches) {
    if (!branch.condition || (await branch.condition.boolean(exchange))) return branch;
  }
  return undefined;
}
