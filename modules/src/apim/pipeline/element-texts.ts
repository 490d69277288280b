import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "./exchange.ts";
import type { ElementShape, PolicyCompiler } from "./policy.ts";
import type { PolicyValue } from "./policy-value.ts";

/** A list of texts: `<audiences><audience>…</audience></audiences>`. */
export const textList = (child: string): ElementShape => ({
  children: { [child]: { text: true, many: true, required: true } },
});

/** The texts of the list `name` inside an element; none when the list is absent. */
export function compileTexts(
  element: PolicyElement,
  name: string,
  compiler: PolicyCompiler,
): readonly PolicyValue[] {
  const list = element.children.find((child) => child.name === name);
  return (list?.children ?? []).map(({ text, position }) => compiler.value(text ?? { value: "", position }));
}

/** What the values are for this request, without blanks at the ends. */
export async function textsOf(values: readonly PolicyValue[], exchange: Exchange): Promise<string[]> {
  const texts: string[] = [];
  for (const value of values) texts.push((await value.text(exchange)).trim());
  return texts;
}
