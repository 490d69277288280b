import { parse as parseYaml } from "yaml";
import { type BicepPosition, bicepError } from "./bicep-error.ts";
import type { OperationDefinition } from "./gateway-definition.ts";
import { isPlainList, objectOf } from "./runtime-state.ts";
import type { PlainObject, PlainValue } from "./value.ts";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"] as const;

/**
 * The operations that API Management makes of an OpenAPI document. Query parameters that must be there become a part of the
 * template, unless `translateRequiredQueryParameters` says `query`.
 * @throws BicepError when the text is no OpenAPI
 */
export function readOpenApiOperations(
  text: string,
  at: BicepPosition,
  translate: PlainValue = "template",
): OperationDefinition[] {
  const document = readDocument(text, at);
  const paths = objectOf(document.paths);
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = objectOf(item)[method];
      return operation === undefined
        ? []
        : [describe(path, method, objectOf(item), objectOf(operation), translate)];
    }),
  );
}

function readDocument(text: string, at: BicepPosition): PlainObject {
  let document: PlainValue;
  try {
    document = parseYaml(text);
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw bicepError(`The API's definition cannot be parsed: ${why}`, at);
  }
  if (objectOf(document).paths !== undefined) return objectOf(document);
  throw bicepError('The API\'s definition is no OpenAPI: it has no "paths".', at);
}

function describe(
  path: string,
  method: (typeof METHODS)[number],
  item: PlainObject,
  operation: PlainObject,
  translate: PlainValue,
): OperationDefinition {
  const id =
    textOf(operation.operationId) ?? `${method}${path.replaceAll(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "")}`;
  const query = translate === "query" ? [] : requiredQuery([item.parameters, operation.parameters]);
  const mark = query.length > 0 ? `?${query.map((name) => `${name}={${name}}`).join("&")}` : "";
  return {
    id,
    name: textOf(operation.summary) ?? id,
    method: method.toUpperCase(),
    urlTemplate: `${path}${mark}`,
  };
}

function requiredQuery(lists: readonly (PlainValue | undefined)[]): readonly string[] {
  const parameters = lists.flatMap((list) => (isPlainList(list) ? list.map(objectOf) : []));
  return parameters
    .filter((parameter) => parameter.in === "query" && parameter.required === true)
    .flatMap(({ name }) => (typeof name === "string" ? [name] : []));
}

function textOf(value: PlainValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
