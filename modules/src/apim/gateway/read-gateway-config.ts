import { nearestName } from "../../config/nearest-name.ts";
import { sayIssue } from "../../config/say-issue.ts";
import { issueMessage } from "../documents/issue-message.ts";
import { LoadError } from "../documents/load-error.ts";
import type { ConfigSource } from "./config-source.ts";
import {
  type ApiConfig,
  type GatewayConfig,
  gatewayConfigSchema,
  type ProductConfig,
} from "./gateway-config.ts";

/** A checked configuration and where its parts stand. */
export interface ReadGatewayConfig {
  readonly config: GatewayConfig;
  readonly apis: readonly ApiConfig[];
  readonly source: ConfigSource;
}

/** @throws LoadError with file, line and column of every problem */
export function readGatewayConfig(source: ConfigSource): ReadGatewayConfig {
  if (source.problems.length > 0) throw new LoadError(source.problems);
  const parsed = gatewayConfigSchema.safeParse(source.content, { error: sayIssue });
  if (!parsed.success)
    throw new LoadError(
      parsed.error.issues.map((issue) => ({
        message: issueMessage(issue, source.content),
        ...source.positionOf(issue.path),
      })),
    );
  const config = parsed.data;
  const apis = [...(config.api ? [config.api] : []), ...(config.apis ?? [])];
  const problems = [...checkApis(config, apis), ...checkProducts(config, apis), ...checkKeys(config)].map(
    ({ message, path }) => ({ message, ...source.positionOf(path) }),
  );
  if (problems.length > 0) throw new LoadError(problems);
  return { config, apis, source };
}

interface Found {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

function* checkApis({ policies, products }: GatewayConfig, apis: readonly ApiConfig[]): Generator<Found> {
  if (apis.length === 0)
    yield { message: 'There is no API: give one as "api" or several as "apis".', path: [] };
  for (const id of repeated(apis)) yield { message: `The API id "${id}" is used twice.`, path: ["apis"] };
  if (apis.length > 1 && (policies?.api ?? policies?.operations) !== undefined)
    yield {
      message: 'With several APIs each says its own "policy"; policies.api would not know whose it is.',
      path: ["policies"],
    };
  const operations = apis[0]?.operations?.map(({ id }) => id) ?? [];
  for (const id of Object.keys(policies?.operations ?? {}))
    if (!operations.includes(id))
      yield {
        message: unknown(`policies.operations names the operation "${id}"`, id, operations),
        path: ["policies", "operations", id],
      };
  if (policies?.product !== undefined && products !== undefined)
    yield {
      message: 'With "products" each says its own "policy"; leave policies.product out.',
      path: ["policies", "product"],
    };
  for (const api of apis)
    for (const id of repeated(api.operations ?? []))
      yield { message: `The API ${api.id} has two operations "${id}".`, path: ["api", "operations"] };
}

function* checkProducts({ products = [] }: GatewayConfig, apis: readonly ApiConfig[]): Generator<Found> {
  const known = apis.map(({ id }) => id);
  for (const id of repeated(products))
    yield { message: `The product id "${id}" is used twice.`, path: ["products"] };
  for (const [index, product] of products.entries())
    for (const id of product.apis ?? [])
      if (!known.includes(id))
        yield {
          message: unknown(`The product ${product.id} has the API "${id}"`, id, known),
          path: ["products", index, "apis"],
        };
  for (const api of known) {
    const open = products.filter((product) => isOpenFor(product, api));
    if (open.length > 1)
      yield {
        message: `The API ${api} is in two products without subscriptions (${open.map(({ id }) => id).join(", ")}); at most one may be open.`,
        path: ["products"],
      };
  }
}

const isOpenFor = ({ apis, subscriptionRequired }: ProductConfig, api: string) =>
  subscriptionRequired === false && (apis === undefined || apis.includes(api));

function* checkKeys({ subscriptions = [], products, api, apis }: GatewayConfig): Generator<Found> {
  const knownProducts = products?.map(({ id }) => id);
  const knownApis = [...(api ? [api] : []), ...(apis ?? [])].map(({ id }) => id);
  const holders = new Map<string, string>();
  for (const [index, subscription] of subscriptions.entries()) {
    const path = ["subscriptions", index];
    const { id, product, primaryKey, secondaryKey } = subscription;
    if (product !== undefined && knownProducts && !knownProducts.includes(product))
      yield {
        message: unknown(`The subscription ${id} is for the product "${product}"`, product, knownProducts),
        path,
      };
    if (subscription.api !== undefined && !knownApis.includes(subscription.api))
      yield {
        message: unknown(
          `The subscription ${id} is for the API "${subscription.api}"`,
          subscription.api,
          knownApis,
        ),
        path,
      };
    for (const key of new Set([primaryKey, secondaryKey])) {
      const holder = key === undefined ? undefined : holders.get(key);
      if (holder !== undefined)
        yield { message: `The subscriptions ${holder} and ${id} have the same key.`, path };
      if (key !== undefined) holders.set(key, id);
    }
  }
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  const instead =
    near === undefined ? `There are: ${known.join(", ") || "none"}.` : `Did you mean "${near}"?`;
  return `${what}, which does not exist. ${instead}`;
}

function repeated(entries: readonly { readonly id: string }[]): readonly string[] {
  const ids = entries.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
