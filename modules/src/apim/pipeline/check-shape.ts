import type { LoadProblem } from "../documents/load-error.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { PolicyElement, PolicyText } from "../documents/policy-element.ts";
import { isExpression } from "./compile-value.ts";
import type { AttributeShape, AttributeShapes, ElementShape } from "./policy.ts";

/** Compares an element and all inside it with what is allowed there; policies inside it are left to their own shapes. */
export function checkShape(element: PolicyElement, shape: ElementShape): readonly LoadProblem[] {
  return [
    ...checkAttributes(element, shape.attributes ?? {}),
    ...checkText(element, shape),
    ...checkChildren(element, shape),
  ];
}

function checkAttributes(element: PolicyElement, shapes: AttributeShapes): LoadProblem[] {
  const problems: LoadProblem[] = [];
  for (const [name, text] of element.attributes) {
    const shape = shapes[name];
    if (shape) problems.push(...checkAttribute(element, name, text, shape));
    else if (!isNamespace(name)) problems.push(unknownAttribute(element, name, text, shapes));
  }
  for (const [name, { required }] of Object.entries(shapes)) {
    if (required && !element.attributes.has(name)) {
      problems.push({ message: `<${element.name}> needs the attribute "${name}".`, ...element.position });
    }
  }
  return problems;
}

function isNamespace(name: string): boolean {
  return name === "xmlns" || name.startsWith("xmlns:");
}

function unknownAttribute(
  element: PolicyElement,
  name: string,
  { position }: PolicyText,
  shapes: AttributeShapes,
): LoadProblem {
  const hint = nearestName(name, Object.keys(shapes), "attributes");
  return { message: `<${element.name}> has no attribute "${name}". ${hint}`, ...position };
}

function checkAttribute(
  { name: element }: PolicyElement,
  name: string,
  { value, position }: PolicyText,
  shape: AttributeShape,
): LoadProblem[] {
  const wrong = (why: string): LoadProblem[] => [
    { message: `<${element} ${name}="${shorten(value)}">: ${why}`, ...position },
  ];
  if (isExpression(value)) return shape.expression === false ? wrong("no expression is allowed here.") : [];
  if (shape.values && !shape.values.includes(value)) {
    return wrong(`must be ${shape.values.map((allowed) => `"${allowed}"`).join(" or ")}.`);
  }
  const why = wrongKind(value.trim(), shape);
  return why ? wrong(why) : [];
}

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}

function wrongKind(value: string, { kind = "text", min, max }: AttributeShape): string | undefined {
  if (kind === "text") return undefined;
  if (kind === "boolean") return /^(?:true|false)$/i.test(value) ? undefined : 'must be "true" or "false".';
  const number = Number(value);
  const valid = value !== "" && Number.isFinite(number) && (kind === "number" || Number.isInteger(number));
  if (!valid) return kind === "integer" ? "must be a whole number." : "must be a number.";
  if (min !== undefined && number < min) return `must be at least ${min}.`;
  if (max !== undefined && number > max) return `must be at most ${max}.`;
  return undefined;
}

function checkText({ name, text }: PolicyElement, shape: ElementShape): LoadProblem[] {
  if (!text || shape.text) return [];
  return [
    {
      message: `<${name}> holds no text, but here stands ${JSON.stringify(shorten(text.value.trim()))}.`,
      ...text.position,
    },
  ];
}

function checkChildren(element: PolicyElement, { children = {} }: ElementShape): LoadProblem[] {
  if (children === "policies") return [];
  const problems: LoadProblem[] = [];
  const counts = new Map<string, number>();
  for (const child of element.children) {
    const shape = children[child.name];
    const count = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, count);
    if (!shape) problems.push(unknownChild(element, child, Object.keys(children)));
    else if (count === 2 && !shape.many) {
      problems.push({ message: `<${element.name}> takes <${child.name}> only once.`, ...child.position });
    }
    if (shape) problems.push(...checkShape(child, shape));
  }
  for (const [name, { required }] of Object.entries(children)) {
    if (required && !counts.has(name)) {
      problems.push({ message: `<${element.name}> needs <${name}> inside it.`, ...element.position });
    }
  }
  return problems;
}

function unknownChild(element: PolicyElement, child: PolicyElement, allowed: readonly string[]): LoadProblem {
  const message =
    allowed.length === 0
      ? `<${element.name}> holds no elements, but here stands <${child.name}>.`
      : `<${child.name}> is not allowed inside <${element.name}>. ${nearestName(child.name, allowed, "elements")}`;
  return { message, ...child.position };
}
