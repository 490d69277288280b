import { relative } from "node:path";
import { nearestName } from "../../config/nearest-name.ts";
import { BicepError, type BicepPosition, type BicepProblem, bicepError } from "./bicep-error.ts";
import {
  type EvaluatedBicep,
  type EvaluatedResource,
  type EvaluateOptions,
  evaluateBicep,
} from "./evaluate-bicep.ts";
import type { GatewayDefinition } from "./gateway-definition.ts";
import { type GatewayParts, PART_READERS } from "./gateway-parts.ts";
import type { PlainValue } from "./value.ts";

/** Where a policy comes from. */
export interface PolicyOrigin {
  /** `api inference-api`, `product team-trial`, `global` … */
  readonly scope: string;
  /** The XML file, when Bicep loads one; relative to the folder that messages name files from. */
  readonly file: string | undefined;
  /** As it is deployed. */
  readonly text: string;
  /** Where the policy is declared. */
  readonly position: BicepPosition;
}

export interface GatewayFromBicep extends EvaluatedBicep {
  /** What the local gateway takes as its configuration. */
  readonly config: GatewayDefinition;
  readonly policyOrigins: readonly PolicyOrigin[];
  /** Where each backend is declared. */
  readonly backendPositions: ReadonlyMap<string, BicepPosition>;
  /** Resources of the service that the local gateway has no use for. */
  readonly ignored: readonly BicepProblem[];
}

const SERVICE = "Microsoft.ApiManagement/service";

/** Parts of a service that shape no request: logs and where an external cache is. */
const SILENT = new Set(["loggers", "apis/diagnostics", "diagnostics", "caches", "namedvalues/secrets"]);

/**
 * The API Management service that a Bicep file deploys, as the local gateway runs it: one source for Azure, labs and emulator.
 * Keys of subscriptions are made from their ids, as Azure would make them at random.
 * @throws BicepError
 */
export async function readGatewayFromBicep(
  file: string,
  params: Readonly<Record<string, PlainValue>> = {},
  options: EvaluateOptions = {},
): Promise<GatewayFromBicep> {
  return gatewayOf(await evaluateBicep(file, params, options), options.from ?? process.cwd());
}

/** The gateway among evaluated resources. @throws BicepError */
export function gatewayOf(evaluated: EvaluatedBicep, from: string): GatewayFromBicep {
  const { resources } = evaluated;
  const service = onlyService(resources);
  const parts = createParts();
  for (const resource of resources) if (belongsTo(resource, service)) readPart(parts, resource, service);
  joinProducts(parts);
  joinOperations(parts);
  const policyOrigins = parts.policies.map((policy) => {
    setPolicy(parts.definition, policy);
    const path = evaluated.fileOf(policy.text);
    return {
      scope: scopeName(policy.owner),
      file: path && relative(from, path).replaceAll("\\", "/"),
      text: policy.text,
      position: policy.resource.position,
    };
  });
  const backends = resources.filter(({ type }) => type.toLowerCase() === `${SERVICE}/backends`.toLowerCase());
  return {
    ...evaluated,
    config: parts.definition,
    policyOrigins,
    backendPositions: new Map(backends.map(({ name, position }) => [name, position])),
    ignored: parts.ignored,
  };
}

function createParts(): GatewayParts {
  const definition: GatewayDefinition = {
    apis: [],
    products: [],
    subscriptions: [],
    fragments: {},
    backends: [],
    namedValues: {},
  };
  return { definition, ignored: [], productApis: [], policies: [], operations: [] };
}

function onlyService(resources: readonly EvaluatedResource[]): EvaluatedResource {
  const services = resources.filter(({ type }) => type.toLowerCase() === SERVICE.toLowerCase());
  const [service, second] = services;
  if (second)
    throw bicepError("A second API Management service; the local gateway runs one.", second.position);
  if (service) return service;
  const { file } = resources[0]?.position ?? { file: "The file" };
  throw new BicepError([{ message: "There is no API Management service in it.", file, line: 1, column: 1 }]);
}

function belongsTo({ id }: EvaluatedResource, service: EvaluatedResource): boolean {
  return (
    id.toLowerCase().startsWith(`${service.id.toLowerCase()}/`) &&
    !id.slice(service.id.length).includes("/providers/")
  );
}

function readPart(parts: GatewayParts, resource: EvaluatedResource, service: EvaluatedResource): void {
  const words = resource.id.slice(service.id.length + 1).split("/");
  const type = words
    .filter((_word, index) => index % 2 === 0)
    .join("/")
    .toLowerCase();
  const names = words.filter((_word, index) => index % 2 === 1);
  const read = PART_READERS[type];
  if (read) read(parts, resource, names);
  else if (!SILENT.has(type))
    parts.ignored.push({
      message: `The local gateway has no ${type}; "${resource.name}" is left out.`,
      ...resource.position,
    });
}

function joinProducts({ definition, productApis }: GatewayParts): void {
  for (const { product, api } of productApis)
    definition.products.find(({ id }) => sameName(id, product))?.apis.push(api);
}

function joinOperations({ definition, operations }: GatewayParts): void {
  for (const { api, operation } of operations)
    definition.apis.find(({ id }) => sameName(id, api))?.operations.push(operation);
}

const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function scopeName(owner: readonly string[]): string {
  const [kind, name, operation] = owner;
  if (kind === undefined) return "global";
  return operation === undefined ? `${kind} ${name}` : `operation ${operation} of ${kind} ${name}`;
}

function setPolicy(
  definition: GatewayDefinition,
  { owner, text, resource }: GatewayParts["policies"][number],
): void {
  const [kind, name, operation] = owner;
  if (kind === undefined) {
    definition.policies = { global: text };
    return;
  }
  if (kind === "product") {
    find(definition.products, name, kind, resource).policy = text;
    return;
  }
  const api = find(definition.apis, name, kind, resource);
  const target = operation === undefined ? api : find(api.operations, operation, "operation", resource);
  target.policy = text;
}

function find<T extends { readonly id: string }>(
  list: readonly T[],
  name = "",
  kind: string,
  { position }: EvaluatedResource,
): T {
  const found = list.find(({ id }) => sameName(id, name));
  if (found) return found;
  const known = list.map(({ id }) => id);
  const near = nearestName(name, known);
  throw bicepError(
    `The policy is for the ${kind} "${name}", which does not exist. ${near ? `Did you mean "${near}"?` : `There are: ${known.join(", ") || "none"}.`}`,
    position,
  );
}
