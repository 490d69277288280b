import { relative } from "node:path";
import { BicepError, type EvaluatedBicep, type EvaluatedResource, type PlainValue } from "../bicep/index.ts";
import { type ArmTemplate, type ArmTemplateResource, TEMPLATE_SCHEMA } from "./arm-template.ts";

export interface FlattenOptions {
  /** Id of the resource group that it is deployed to. */
  readonly groupId: string;
  /** Folder that messages name files from. */
  readonly from: string;
}

/**
 * An evaluated Bicep file as one template: modules dissolved, every value written out.
 * @throws BicepError for a resource outside the group
 */
export function flattenBicep(evaluated: EvaluatedBicep, options: FlattenOptions): ArmTemplate {
  return {
    $schema: TEMPLATE_SCHEMA,
    contentVersion: "1.0.0.0",
    resources: evaluated.resources.map((resource) => describe(resource, evaluated, options)),
    outputs: Object.fromEntries(
      Object.entries(evaluated.outputs).map(([name, value]) => [
        name,
        { type: typeOf(value), value: literal(value) },
      ]),
    ),
  };
}

function describe(
  resource: EvaluatedResource,
  evaluated: EvaluatedBicep,
  { groupId, from }: FlattenOptions,
): ArmTemplateResource {
  const { id, type, apiVersion, body, position, properties } = resource;
  const [scope, names] = placeOf(resource, groupId);
  const text = properties["value"];
  const policyFile = typeof text === "string" ? evaluated.fileOf(text) : undefined;
  if (id === "" || names.length === 0) throw outside(resource);
  return {
    type,
    apiVersion,
    name: names.join("/"),
    ...(scope !== "" && { scope }),
    metadata: {
      declared: `${position.file}:${position.line}:${position.column}`,
      ...(policyFile !== undefined && { policyFile: relative(from, policyFile).replaceAll("\\", "/") }),
    },
    ...Object.fromEntries(
      Object.entries(body).flatMap(([part, value]) => (part === "name" ? [] : [[part, literal(value)]])),
    ),
  };
}

/** What a resource extends, and its names along its type. */
function placeOf(resource: EvaluatedResource, groupId: string): readonly [string, readonly string[]] {
  const { id } = resource;
  const root = `${groupId}/providers/`;
  if (!id.toLowerCase().startsWith(root.toLowerCase())) throw outside(resource);
  const below = id.slice(root.length);
  const at = below.lastIndexOf("/providers/");
  const own = at < 0 ? below : below.slice(at + "/providers/".length);
  const names = own
    .split("/")
    .slice(1)
    .filter((_word, index) => index % 2 === 1);
  return [at < 0 ? "" : below.slice(0, at), names];
}

function outside({ type, name, position }: EvaluatedResource): BicepError {
  return new BicepError([
    {
      message: `${type} "${name}" lies outside the resource group; only what is in it is deployed here.`,
      ...position,
    },
  ]);
}

/** A text that begins with [ would be an expression; [[ is how templates write it. */
function literal(value: PlainValue): PlainValue {
  if (typeof value === "string") return value.startsWith("[") ? `[${value}` : value;
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, literal(item)]));
}

function typeOf(value: PlainValue): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "int";
  return typeof value === "boolean" ? "bool" : "object";
}
