import { type BicepProblem, bicepError } from "./bicep-error.ts";
import type { EvaluatedResource } from "./evaluate-bicep.ts";
import type {
  ApiDefinition,
  GatewayDefinition,
  OperationDefinition,
  SubscriptionDefinition,
  SubscriptionState,
} from "./gateway-definition.ts";
import { readOpenApiOperations } from "./openapi-operations.ts";
import { lastNameOf } from "./resource-id.ts";
import { isPlainList, keysOf, objectOf } from "./runtime-state.ts";
import type { PlainObject, PlainValue } from "./value.ts";

/** A gateway while its resources are read one by one. */
export interface GatewayParts {
  readonly definition: GatewayDefinition;
  /** What the local gateway has no use for; told, not left out silently. */
  readonly ignored: BicepProblem[];
  /** Apis of a product, read before the product itself may be known. */
  readonly productApis: { readonly product: string; readonly api: string }[];
  /** Policies wait until what they belong to is known. */
  readonly policies: {
    readonly owner: readonly string[];
    readonly text: string;
    readonly resource: EvaluatedResource;
  }[];
  readonly operations: {
    readonly api: string;
    readonly operation: OperationDefinition;
    readonly resource: EvaluatedResource;
  }[];
}

export type ReadPart = (parts: GatewayParts, resource: EvaluatedResource, names: readonly string[]) => void;

/** By the type below `Microsoft.ApiManagement/service`; `names` are the resource's names along its id. */
export const PART_READERS: Readonly<Record<string, ReadPart>> = {
  apis: ({ definition }, resource) => definition.apis.push(readApi(resource)),
  "apis/operations": ({ operations }, resource, [api = ""]) =>
    operations.push({ api, operation: readOperation(resource), resource }),
  "apis/operations/policies": readPolicy,
  "apis/policies": readPolicy,
  backends: ({ definition }, { name, properties }) =>
    definition.backends.push({ name, properties: withoutNulls(properties) }),
  namedvalues: ({ definition }, resource) => {
    definition.namedValues[resource.name] = readNamedValue(resource);
  },
  policies: readPolicy,
  policyfragments: ({ definition }, resource) => {
    definition.fragments[resource.name] = readDocument(resource);
  },
  products: ({ definition }, { name, properties }) =>
    definition.products.push({
      id: name,
      name: textOf(properties.displayName) ?? name,
      apis: [],
      subscriptionRequired: properties.subscriptionRequired !== false,
    }),
  "products/apis": ({ productApis }, _resource, [product = "", api = ""]) =>
    productApis.push({ product, api }),
  "products/apilinks": ({ productApis }, { properties }, [product = ""]) =>
    productApis.push({ product, api: lastNameOf(textOf(properties.apiId) ?? "") }),
  "products/policies": readPolicy,
  subscriptions: ({ definition }, resource) => definition.subscriptions.push(readSubscription(resource)),
};

function readApi(resource: EvaluatedResource): ApiDefinition {
  const { name, properties } = resource;
  const { displayName, path, serviceUrl, apiVersion, subscriptionRequired } = properties;
  const keys = objectOf(properties.subscriptionKeyParameterNames);
  const [header, query] = [textOf(keys.header), textOf(keys.query)];
  return {
    id: name,
    name: textOf(displayName) ?? name,
    path: textOf(path) ?? "",
    ...given("serviceUrl", textOf(serviceUrl)),
    ...given("version", textOf(apiVersion)),
    subscriptionRequired: subscriptionRequired !== false,
    ...(header && query ? { subscriptionKeyParameterNames: { header, query } } : {}),
    operations: readDefinition(resource),
  };
}

function readDefinition({ properties, position }: EvaluatedResource): OperationDefinition[] {
  const { format, value, translateRequiredQueryParameters } = properties;
  if (format === undefined || format === null || typeof value !== "string") return [];
  if (/^openapi(\+json)?$|^swagger-json$/.test(String(format)))
    return readOpenApiOperations(value, position, translateRequiredQueryParameters ?? "template");
  throw bicepError(
    `The format "${String(format)}" of an API is not read here; openapi+json, openapi and swagger-json are.`,
    position,
  );
}

function readOperation({ name, properties, position }: EvaluatedResource): OperationDefinition {
  const { method, urlTemplate, displayName } = properties;
  if (typeof method !== "string" || typeof urlTemplate !== "string")
    throw bicepError(`The operation "${name}" needs a method and a urlTemplate.`, position);
  return { id: name, name: textOf(displayName) ?? name, method, urlTemplate };
}

/** The owner of a policy: `[]` for the service, `["api", "x"]`, `["product", "x"]`, `["api", "x", "operation"]`. */
const OWNERS: Readonly<Record<string, string>> = { apis: "api", products: "product" };

function readPolicy({ policies }: GatewayParts, resource: EvaluatedResource, names: readonly string[]): void {
  const [, kind = ""] = resource.type.split("/").slice(1);
  const owner = OWNERS[kind.toLowerCase()];
  policies.push({
    owner: owner ? [owner, ...names.slice(0, -1)] : [],
    text: readDocument(resource),
    resource,
  });
}

function readDocument({ properties, position }: EvaluatedResource): string {
  const { format, value } = properties;
  if (typeof value !== "string") throw bicepError("A policy needs a value: its XML.", position);
  if (String(format ?? "xml").endsWith("-link"))
    throw bicepError("A policy behind a link is not read here; write its XML as value.", position);
  return value;
}

function readNamedValue({ name, properties, position }: EvaluatedResource): string {
  if (typeof properties.value === "string") return properties.value;
  throw bicepError(
    `The named value "${name}" has no value here: secrets of a key vault are not read.`,
    position,
  );
}

const STATES = ["active", "suspended", "cancelled", "expired", "submitted", "rejected"] as const;

function readSubscription({ name, id, properties, position }: EvaluatedResource): SubscriptionDefinition {
  const made = keysOf(id, "listSecrets", position);
  const scope = textOf(properties.scope) ?? "";
  const [kind, target] = scope.split("/").slice(-2);
  return {
    id: name,
    name: textOf(properties.displayName) ?? name,
    primaryKey: textOf(properties.primaryKey) ?? String(made.primaryKey),
    secondaryKey: textOf(properties.secondaryKey) ?? String(made.secondaryKey),
    state: readState(properties.state),
    ...given("product", kind === "products" ? target : undefined),
    ...given("api", kind === "apis" ? target : undefined),
  };
}

/** A subscription that nobody activated waits for approval. */
function readState(state: PlainValue | undefined): SubscriptionState {
  return STATES.find((known) => known === state) ?? "submitted";
}

/** A property that is left out when it has no value. */
function given<Name extends string>(name: Name, value: string | undefined): { [name in Name]?: string } {
  const entry: { [name in Name]?: string } = {};
  if (value !== undefined) entry[name] = value;
  return entry;
}

function textOf(value: PlainValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** ARM takes a null for an absent property. */
function withoutNulls(object: PlainObject): PlainObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, cleaned(value)]),
  );
}

function cleaned(value: PlainValue): PlainValue {
  if (isPlainList(value)) return value.map(cleaned);
  return typeof value === "object" && value !== null ? withoutNulls(value) : value;
}
