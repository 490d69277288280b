import type { Expression } from "./syntax.ts";

/** Functions whose result is named after what they take. */
const TRANSPARENT = /^(?:to\w+|bin|floor|startof\w+|endof\w+)$/;

/** The name a column gets when the query gives it none: of a name itself, `customDimensions_tier` of a member. */
export function impliedName(expression: Expression): string | undefined {
  if (expression.form === "name") return expression.name;
  if (expression.form === "member") {
    const of = impliedName(expression.of);
    const key = expression.key.form === "literal" ? String(expression.key.value) : undefined;
    return of !== undefined && key !== undefined ? `${of}_${key}` : undefined;
  }
  const [first] = expression.form === "call" && TRANSPARENT.test(expression.name) ? expression.args : [];
  return first && impliedName(first);
}

/** The name, or with a number behind it when it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 1;
  while (taken.has(`${name}${number}`)) number += 1;
  return `${name}${number}`;
}
