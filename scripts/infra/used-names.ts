import type {
  BicepExpression,
  BicepFile,
  Decorator,
  ResourceDeclaration,
} from "../../modules/src/azure/bicep/index.ts";

/** Every name that some expression of a file mentions. */
export function usedNames(file: BicepFile): ReadonlySet<string> {
  const used = new Set<string>();
  const declarations = [
    ...file.parameters,
    ...file.variables,
    ...file.resources,
    ...file.modules,
    ...file.outputs,
  ];
  for (const expression of declarations.flatMap(({ decorators }) => decorators.flatMap(ofDecorator)))
    note(expression, used);
  for (const { fallback } of file.parameters) if (fallback) note(fallback, used);
  for (const { value } of [...file.variables, ...file.outputs, ...file.functions]) note(value, used);
  for (const { body } of [...file.resources, ...file.modules]) note(body, used);
  return used;
}

const ofDecorator = (decorator: Decorator) => decorator.arguments;

function note(expression: BicepExpression, used: Set<string>): void {
  if (expression.kind === "name") used.add(expression.name);
  for (const part of partsOf(expression)) note(part, used);
}

function partsOf(expression: BicepExpression): readonly BicepExpression[] {
  switch (expression.kind) {
    case "literal":
    case "name":
      return [];
    case "text":
      return expression.parts.filter((part) => typeof part !== "string");
    case "array":
      return expression.items;
    case "object":
      return [
        ...expression.properties.flatMap(({ name, value }) =>
          typeof name === "string" ? [value] : [name, value],
        ),
        ...expression.resources.map((resource: ResourceDeclaration) => resource.body),
      ];
    case "member":
    case "child":
      return [expression.object];
    case "index":
      return [expression.object, expression.index];
    case "call":
      return [expression.callee, ...expression.arguments];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "ternary":
      return [expression.condition, expression.consequence, expression.alternative];
    case "lambda":
      return [expression.body];
    case "loop":
      return [expression.list, expression.body];
    case "if":
      return [expression.condition, expression.body];
  }
}
