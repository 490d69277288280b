import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** `<base />`: the same section of the next broader scope. */
export const broaderScope: PolicyDefinition = {
  name: "base",
  sections: SECTIONS,
  support: "emulated",
  notes:
    "At the global scope there is nothing broader: it runs nothing. A section that a document leaves out is that of the next broader scope.",
  compile: (element, compiler) => ({ policy: element.name, position: element.position, run: compiler.base }),
};
