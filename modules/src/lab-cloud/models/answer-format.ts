import { z } from "zod";
import { invalidRequest } from "../azure-refusal.ts";

/** A value that an answer in JSON has to hold. */
export interface JsonField {
  readonly name: string;
  readonly type: "string" | "number" | "integer" | "boolean";
  /** Texts of which it must be one. */
  readonly choices?: readonly string[];
  /** It may be left out. */
  readonly optional: boolean;
  /** It may be null. */
  readonly nullable: boolean;
}

/** JSON on request: any object, or one with these fields. */
export type AnswerFormat =
  | { readonly type: "json_object" }
  | { readonly type: "json_schema"; readonly fields: readonly JsonField[] };

const schemaShape = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.unknown().optional(),
});

const jsonSchemaShape = z.looseObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, underscores and dashes"),
  schema: schemaShape.optional(),
  strict: z.boolean().nullish(),
});

/**
 * Reads what `response_format` asks for; `undefined` = text. `place` names the parameter in a refusal.
 * @throws AzureRefusal (400) naming what cannot be used, or is beyond the lab cloud.
 */
export function readAnswerFormat(
  format: { readonly type: string; readonly json_schema?: unknown },
  place = "response_format",
): AnswerFormat | undefined {
  if (format.type === "text") return undefined;
  if (format.type === "json_object") return { type: "json_object" };
  if (format.type === "json_schema") return readJsonSchema(format.json_schema, `${place}.json_schema`);
  throw invalidRequest(
    `Invalid value: '${format.type}'. Supported values are: 'json_object', 'json_schema', and 'text'.`,
    `${place}.type`,
    "invalid_value",
  );
}

/**
 * Reads `{ name, schema, strict }`, the description of the JSON that is asked for.
 * @throws AzureRefusal (400)
 */
export function readJsonSchema(value: unknown, place: string): AnswerFormat {
  if (value === undefined || value === null) {
    throw invalidRequest(`Missing required parameter: '${place}'.`, place, "missing_required_parameter");
  }
  const parsed = jsonSchemaShape.safeParse(value);
  if (!parsed.success) throw badField(place, parsed.error);
  const { name, schema = {}, strict } = parsed.data;
  const read = schemaShape.parse(schema);
  checkObject(name, read, place);
  if (strict) checkStrict(name, read, place);
  const fields = Object.entries(read.properties).map(([field, property]) =>
    readField(field, property, !read.required.includes(field), `${place}.schema.properties.${field}`),
  );
  return { type: "json_schema", fields };
}

type ObjectSchema = z.infer<typeof schemaShape>;

function badField(place: string, error: z.ZodError) {
  const issue = error.issues[0];
  const param = [place, ...(issue?.path ?? [])].join(".");
  return invalidRequest(`Invalid value for '${param}': ${issue?.message}.`, param, "invalid_value");
}

const badSchema = (name: string, place: string, problem: string) =>
  invalidRequest(`Invalid schema for response_format '${name}': ${problem}`, place, "invalid_json_schema");

function checkObject(name: string, { type }: ObjectSchema, place: string): void {
  if (type === "object") return;
  throw badSchema(
    name,
    place,
    `schema must be a JSON Schema of 'type: "object"', got 'type: "${type ?? "None"}"'.`,
  );
}

function checkStrict(name: string, schema: ObjectSchema, place: string): void {
  if (schema.additionalProperties !== false) {
    const problem = "In context=(), 'additionalProperties' is required to be supplied and to be false.";
    throw badSchema(name, place, problem);
  }
  const missing = Object.keys(schema.properties).find((field) => !schema.required.includes(field));
  if (missing === undefined) return;
  const problem = `In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  throw badSchema(name, place, problem);
}

const TYPES = ["string", "number", "integer", "boolean"] as const;
const typeNames = z.enum([...TYPES, "null"]);
const enumShape = z.array(z.string().nullable()).min(1);
const propertyShape = z.strictObject({
  type: z.union([typeNames, z.array(typeNames).min(1)]).optional(),
  enum: enumShape.optional(),
  const: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
const nullableShape = z.looseObject({ anyOf: z.tuple([z.unknown(), z.object({ type: z.literal("null") })]) });

function readField(name: string, property: unknown, optional: boolean, place: string): JsonField {
  const either = nullableShape.safeParse(property);
  if (either.success) return { ...readField(name, either.data.anyOf[0], optional, place), nullable: true };
  const parsed = propertyShape.safeParse(property);
  if (!parsed.success) throw beyondUs(place);
  const { type, enum: listed, const: only } = parsed.data;
  const types = type === undefined ? [] : [type].flat();
  const choices = only === undefined ? listed?.filter((choice) => choice !== null) : [only];
  const found = choices ? "string" : TYPES.find((one) => types.includes(one));
  if (!found) throw beyondUs(place);
  const nullable = types.includes("null") || (listed?.includes(null) ?? false);
  return { name, type: found, ...(choices && { choices }), optional, nullable };
}

const beyondUs = (place: string) =>
  invalidRequest(
    `Unsupported parameter: '${place}' is not emulated by the lab cloud; it fills texts, choices of texts, numbers, and true or false, without further conditions.`,
    place,
    "unsupported_parameter",
  );
