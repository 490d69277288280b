import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** `<include-fragment fragment-id="…" />`: the policies of a fragment in its place. */
export const includeFragment: PolicyDefinition = {
  name: "include-fragment",
  sections: SECTIONS,
  support: "emulated",
  notes: "As in Azure, a fragment holds no <base /> and no other fragment.",
  attributes: { "fragment-id": { required: true, expression: false } },
  compile: (element, compiler) => {
    const id = element.attributes.get("fragment-id") ?? { value: "", position: element.position };
    const steps = compiler.fragment(id);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => compiler.run(steps, exchange),
    };
  },
};
