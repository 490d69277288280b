import type { LoadProblem } from "./load-error.ts";
import { nearestName } from "./nearest-name.ts";
import type { PolicyElement, PolicyText } from "./policy-element.ts";

const NAMED_VALUE = /\{\{([A-Za-z0-9_.-]+)\}\}/g;

/**
 * Replaces `{{name}}` in every attribute and text below an element, also inside expressions; what a value holds is not searched again.
 * A name that has no value is a problem.
 */
export function fillNamedValues(
  element: PolicyElement,
  namedValues: ReadonlyMap<string, string>,
  problems: LoadProblem[],
): PolicyElement {
  const fill = (text: PolicyText): PolicyText => {
    if (!text.value.includes("{{")) return text;
    const value = text.value.replace(NAMED_VALUE, (whole, name: string) => {
      const found = namedValues.get(name);
      if (found === undefined) problems.push(unknownName(name, namedValues, text));
      return found ?? whole;
    });
    return { value, position: text.position };
  };
  return {
    ...element,
    attributes: new Map([...element.attributes].map(([name, text]) => [name, fill(text)])),
    text: element.text && fill(element.text),
    children: element.children.map((child) => fillNamedValues(child, namedValues, problems)),
  };
}

function unknownName(
  name: string,
  known: ReadonlyMap<string, string>,
  { position }: PolicyText,
): LoadProblem {
  return {
    message: `The named value {{${name}}} is not defined. ${nearestName(name, [...known.keys()], "named values")}`,
    ...position,
  };
}
