import { LoadError, type LoadProblem } from "../documents/load-error.ts";
import type { PolicyDocument } from "../documents/policy-document.ts";
import type { Connection } from "../pipeline/gateway-services.ts";
import { loadPolicies, type PolicyConfig, type PolicySet } from "../policy-set.ts";
import type { ApiConfig, GatewayConfig } from "./gateway-config.ts";
import { createDocumentReader, type DocumentReader, type ReadFiles } from "./gateway-documents.ts";
import type { GatewayApi, GatewayModel } from "./gateway-model.ts";
import { type GatewaySource, openSource } from "./gateway-source.ts";
import { readBackendDefinitions } from "./read-backend-definitions.ts";
import { type ReadGatewayConfig, readGatewayConfig } from "./read-gateway-config.ts";
import type { GatewayProduct, GatewaySubscription } from "./subscription-gate.ts";
import { compareUrlTemplates, parseUrlTemplate, splitPath } from "./url-template.ts";

/** A model, or the reasons why there is none. */
export interface LoadedGateway {
  readonly model: GatewayModel | undefined;
  readonly problems: readonly LoadProblem[];
  /** All that was read, also of a gateway that cannot be used. */
  readonly files: ReadFiles;
}

/** Reads and compiles everything a gateway needs. What is wrong with any of its files is told at once. */
export async function loadGatewayModel(source: GatewaySource): Promise<LoadedGateway> {
  const files = new Map<string, string | undefined>();
  try {
    const opened = await openSource(source, files);
    const read = readGatewayConfig(opened.source);
    const reader = createDocumentReader(opened);
    try {
      return await loadParts(read, reader, { files, anyBackend: source.anyBackend ?? false });
    } finally {
      for (const [file, text] of reader.files) files.set(file, text);
    }
  } catch (error) {
    if (error instanceof LoadError) return { model: undefined, problems: error.problems, files };
    throw error;
  }
}

async function loadParts(
  read: ReadGatewayConfig,
  reader: DocumentReader,
  { files, anyBackend }: { readonly files: ReadFiles; readonly anyBackend: boolean },
): Promise<LoadedGateway> {
  const { config, apis } = read;
  const backends = await readBackendDefinitions(read, reader);
  const documents = readPolicyDocuments(read, reader);
  const problems = [...backends.problems];
  const policies = await compilePolicies(documents, anyBackend ? new EveryName() : backends.names, problems);
  problems.unshift(...reader.problems);
  if (problems.length > 0 || !policies) return { model: undefined, problems: distinct(problems), files };
  const products = readProducts(config);
  const model: GatewayModel = {
    policies,
    backends: backends.definitions,
    warnings: backends.warnings,
    apis: apis.map(toApi).sort((one, other) => other.pathParts.length - one.pathParts.length),
    products,
    keys: readKeys(config, products),
    managedIdentityTokens: new Map(Object.entries(config.managedIdentity?.tokens ?? {})),
    tenants: new Map(Object.entries(config.tenants ?? {})),
    certificates: new Map(Object.entries(config.certificates ?? {})),
    connections: readConnections(config),
    clockStartsAt: config.clock === undefined ? undefined : Date.parse(config.clock),
  };
  return { model, problems: [], files };
}

function readConnections({ connections = {} }: GatewayConfig): ReadonlyMap<string, Connection> {
  return new Map(
    Object.entries(connections).flatMap(([provider, held]) =>
      Object.entries(held).map(([id, { accessToken, claims = {} }]) => [
        `${provider}/${id}`,
        { accessToken, claims },
      ]),
    ),
  );
}

/** Holds whatever it is asked for. */
class EveryName extends Set<string> {
  override has(): boolean {
    return true;
  }
}

async function compilePolicies(
  documents: PolicyConfig,
  backendNames: ReadonlySet<string>,
  problems: LoadProblem[],
): Promise<PolicySet | undefined> {
  try {
    return await loadPolicies(documents, { backendNames });
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** One document may hold for several products; its problems are told once. */
function distinct(problems: readonly LoadProblem[]): readonly LoadProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function readPolicyDocuments(
  { config, apis, source }: ReadGatewayConfig,
  reader: DocumentReader,
): PolicyConfig {
  const { policies = {}, products = [] } = config;
  const read = (reference: string | undefined, named: string, ...path: PropertyKey[]) =>
    reference === undefined ? undefined : reader.read(reference, named, source.positionOf(path));
  const [first] = apis;
  const list = (index: number) =>
    config.api ? (index === 0 ? ["api"] : ["apis", index - 1]) : ["apis", index];
  return {
    global: read(policies.global, "policies.global", "policies", "global"),
    products: present([
      ...productIds(config).map(
        (id) => [id, read(policies.product, "policies.product", "policies", "product")] as const,
      ),
      ...products.map(
        (product, index) =>
          [
            product.id,
            read(product.policy, `the policy of product ${product.id}`, "products", index, "policy"),
          ] as const,
      ),
    ]),
    apis: present([
      ...(first ? [[first.id, read(policies.api, "policies.api", "policies", "api")] as const] : []),
      ...apis.map(
        (api, index) =>
          [api.id, read(api.policy, `the policy of API ${api.id}`, ...list(index), "policy")] as const,
      ),
    ]),
    operations: new Map(
      apis.map((api, index) => [
        api.id,
        present([
          ...(api === first ? Object.entries(policies.operations ?? {}) : []).map(
            ([id, file]) =>
              [id, read(file, `the policy of operation ${id}`, "policies", "operations", id)] as const,
          ),
          ...(api.operations ?? []).map(
            ({ id, policy }, place) =>
              [
                id,
                read(policy, `the policy of operation ${id}`, ...list(index), "operations", place),
              ] as const,
          ),
        ]),
      ]),
    ),
    fragments: present(
      Object.entries(config.fragments ?? {}).map(([id, file]) => [
        id,
        read(file, `the fragment ${id}`, "fragments", id),
      ]),
    ),
    namedValues: new Map(Object.entries(config.namedValues ?? {})),
    placeholders: new Map(Object.entries(config.placeholders ?? {})),
  };
}

function present(
  entries: readonly (readonly [string, PolicyDocument | undefined])[],
): ReadonlyMap<string, PolicyDocument> {
  return new Map(entries.flatMap(([id, document]) => (document ? [[id, document] as const] : [])));
}

/** The products whose document is `policies.product`; it is read also when no subscription names one. */
function productIds({ policies, products, subscriptions = [] }: GatewayConfig): readonly string[] {
  if (policies?.product === undefined || products !== undefined) return [];
  const ids = new Set(subscriptions.flatMap(({ product }) => (product === undefined ? [] : [product])));
  return ids.size > 0 ? [...ids] : ["product"];
}

function readProducts({ products, subscriptions = [] }: GatewayConfig): readonly GatewayProduct[] {
  const named = new Set(subscriptions.flatMap(({ product }) => (product === undefined ? [] : [product])));
  const listed =
    products ??
    [...named].map((id) => ({ id, name: undefined, apis: undefined, subscriptionRequired: true }));
  return listed.map(({ id, name, apis, subscriptionRequired }) => ({
    entity: { id, name: name ?? id },
    isOpen: subscriptionRequired === false,
    apis: apis && new Set(apis),
  }));
}

function readKeys(
  { subscriptions = [] }: GatewayConfig,
  products: readonly GatewayProduct[],
): ReadonlyMap<string, GatewaySubscription> {
  const keys = new Map<string, GatewaySubscription>();
  for (const { id, name, primaryKey, secondaryKey, state, product, api } of subscriptions) {
    const subscription: GatewaySubscription = {
      entity: { id, name: name ?? id, primaryKey, secondaryKey: secondaryKey ?? "" },
      isActive: (state ?? "active") === "active",
      product: products.find(({ entity }) => entity.id === product),
      api,
    };
    keys.set(primaryKey, subscription);
    if (secondaryKey !== undefined) keys.set(secondaryKey, subscription);
  }
  return keys;
}

/** Without a list every address of an API is one operation. */
const EVERY_ADDRESS = [{ id: "any", name: "any", method: "*", urlTemplate: "/*" }];

function toApi(api: ApiConfig): GatewayApi {
  const names = api.subscriptionKeyParameterNames;
  const parts = splitPath(api.path);
  return {
    entity: {
      id: api.id,
      name: api.name ?? api.id,
      path: parts.join("/"),
      serviceUrl: api.serviceUrl,
      version: api.version,
      revision: "1",
    },
    pathParts: parts.map((part) => part.toLowerCase()),
    subscriptionRequired: api.subscriptionRequired,
    keyHeader: names?.header ?? "Ocp-Apim-Subscription-Key",
    keyQuery: names?.query ?? "subscription-key",
    operations: (api.operations ?? EVERY_ADDRESS)
      .map(({ id, name, method, urlTemplate }) => ({
        entity: { id, name: name ?? id, method: method.toUpperCase(), urlTemplate },
        method: method.toUpperCase(),
        template: parseUrlTemplate(urlTemplate),
      }))
      .sort((one, other) => compareUrlTemplates(one.template, other.template)),
  };
}
