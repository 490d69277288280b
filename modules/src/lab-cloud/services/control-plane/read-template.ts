import { z } from "zod";
import type { PlainObject, PlainValue } from "../../../azure/index.ts";
import { type ArmTemplateResource, bodyOf } from "../../../azure/template/arm-template.ts";
import { parseArmId } from "./arm-id.ts";
import { invalidTemplate } from "./arm-refusal.ts";
import { checkProvider } from "./known-providers.ts";
import type { ArmResource } from "./resource-store.ts";

/** What a deployment creates and gives back. */
export interface ReadTemplate {
  readonly resources: readonly ArmResource[];
  readonly outputs: Readonly<Record<string, { readonly type: string; readonly value: PlainValue }>>;
  /** Ids of resources whose policy lies in a file of its own, and that file. */
  readonly policyFiles: ReadonlyMap<string, string>;
}

const plain: z.ZodType<PlainValue> = z.json();
const metadata = z.object({ declared: z.string().optional(), policyFile: z.string().optional() });

const resourceShape = z
  .object({
    type: z.string().regex(/^[\w.]+(?:\/\w+)+$/, "must be a type such as Microsoft.ApiManagement/service"),
    apiVersion: z.string(),
    name: z.string().min(1),
    scope: z.string().optional(),
    metadata: metadata.optional(),
  })
  .catchall(plain);

const templateShape = z.object({
  resources: z.array(resourceShape),
  outputs: z.record(z.string(), z.object({ type: z.string(), value: plain })).optional(),
});

const WITH_EXPRESSIONS = ["parameters", "variables", "functions"];

/**
 * Reads a template whose values are all written out. What the real Resource Manager computes (parameters, variables,
 * expressions) is not computed here: the labs' `az` does it before it deploys.
 * @throws ArmRefusal InvalidTemplate in one line
 */
export function readTemplate(template: unknown, parameters: unknown, groupId: string): ReadTemplate {
  checkLiteral(template, parameters);
  const parsed = templateShape.safeParse(template);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidTemplate(
      `Deployment template validation failed: ${issue?.path.join(".")}: ${issue?.message}.`,
    );
  }
  const { resources, outputs = {} } = parsed.data;
  const policyFiles = new Map<string, string>();
  const read = resources.map((resource) => readResource(resource, groupId, policyFiles));
  const described = Object.entries(outputs).map(([name, { type, value }]) => [
    name,
    { type, value: unescaped(value) },
  ]);
  return { resources: read, outputs: Object.fromEntries(described), policyFiles };
}

function readResource(
  resource: z.infer<typeof resourceShape>,
  groupId: string,
  policyFiles: Map<string, string>,
): ArmResource {
  const { type, apiVersion, name, scope, metadata: told } = resource;
  checkProvider(type);
  const id = `${scope === undefined ? groupId : `${groupId}/providers/${scope}`}${pathOf(type, name)}`;
  const body = unescapedObject(bodyOf(resource as ArmTemplateResource));
  if (told?.policyFile !== undefined) policyFiles.set(id.toLowerCase(), told.policyFile);
  return createResource(id, apiVersion, body, told?.declared);
}

/** @param declared `file:line:column` */
export function createResource(
  id: string,
  apiVersion: string,
  body: PlainObject,
  declared?: string,
): ArmResource {
  const parsed = parseArmId(id);
  if (!parsed) throw invalidTemplate(`The id '${id}' is none of a resource.`);
  const { properties } = body;
  return {
    type: parsed.type,
    apiVersion,
    name: parsed.names.at(-1) ?? "",
    id,
    parentId: parsed.parentId,
    properties: isObject(properties) ? properties : {},
    body,
    position: positionOf(declared, id),
  };
}

function positionOf(declared: string | undefined, id: string) {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(declared ?? "") ?? [];
  if (file === undefined) return { file: id, line: 1, column: 1 };
  return { file, line: Number(line), column: Number(column) };
}

/** `/providers/NAMESPACE/type/name/type/name` */
function pathOf(type: string, name: string): string {
  const [namespace = "", ...types] = type.split("/");
  const names = name.split("/");
  if (types.length === names.length)
    return `/providers/${namespace}/${types.map((part, index) => `${part}/${names[index]}`).join("/")}`;
  throw invalidTemplate(
    `The template resource '${name}' for type '${type}' has incorrect segment lengths: a name must have as many parts as its type.`,
  );
}

function checkLiteral(template: unknown, parameters: unknown): void {
  if (!isObject(template)) throw invalidTemplate("The deployment has no template.");
  const used = WITH_EXPRESSIONS.find(
    (part) => isObject(template[part]) && Object.keys(template[part]).length > 0,
  );
  if (used !== undefined)
    throw invalidTemplate(
      `The lab cloud deploys templates whose values are written out; this one has ${used}. Deploy the Bicep file with the labs' az.`,
    );
  if (isObject(parameters) && Object.keys(parameters).length > 0)
    throw invalidTemplate(
      `The template has no parameters, but ${Object.keys(parameters).join(", ")} was given.`,
    );
  const found = findExpression(template, []);
  if (found)
    throw invalidTemplate(
      `The lab cloud evaluates no template expressions; ${found.path.join(".")} is ${found.text.slice(0, 80)}. Deploy the Bicep file with the labs' az.`,
    );
}

/** `[name]` is an expression, `[[name]` a text. */
function findExpression(
  value: unknown,
  path: readonly string[],
): { readonly path: readonly string[]; readonly text: string } | undefined {
  if (typeof value === "string") return /^\[(?!\[).*\]$/s.test(value) ? { path, text: value } : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const found = findExpression(item, [...path, name]);
    if (found) return found;
  }
  return undefined;
}

function unescaped(value: PlainValue): PlainValue {
  if (typeof value === "string") return value.startsWith("[[") ? value.slice(1) : value;
  if (Array.isArray(value)) return value.map(unescaped);
  return isObject(value) ? unescapedObject(value) : value;
}

const unescapedObject = (object: PlainObject): PlainObject =>
  Object.fromEntries(Object.entries(object).map(([name, item]) => [name, unescaped(item)]));

function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
