import type { ProductEntity, SubscriptionEntity } from "../pipeline/exchange.ts";
import type { HeaderMap } from "../pipeline/header-map.ts";
import type { GatewayApi } from "./gateway-model.ts";

/** Who calls, as far as the key tells; `product` is there only when its policies apply. */
export interface Admission {
  readonly subscription: SubscriptionEntity | undefined;
  readonly product: ProductEntity | undefined;
}

export type Admitted =
  | ({ readonly kind: "admitted" } & Admission)
  | { readonly kind: "refused"; readonly reason: string; readonly message: string };

/** A subscription with its scope. */
export interface GatewaySubscription {
  readonly entity: SubscriptionEntity;
  readonly isActive: boolean;
  readonly product: GatewayProduct | undefined;
  /** Id of the one API it is for. */
  readonly api: string | undefined;
}

export interface GatewayProduct {
  readonly entity: ProductEntity;
  /** Open products take requests without a key. */
  readonly isOpen: boolean;
  /** Undefined for all APIs. */
  readonly apis: ReadonlySet<string> | undefined;
}

const MISSING =
  "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
const INVALID =
  "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";

/**
 * The rules of API Management: a key that is sent has to be right, even where none is needed; the query is looked at only
 * when the header is absent.
 */
export function admit(
  api: GatewayApi,
  headers: HeaderMap,
  query: URLSearchParams,
  { keys, products }: { keys: ReadonlyMap<string, GatewaySubscription>; products: readonly GatewayProduct[] },
): Admitted {
  const key = headers.get(api.keyHeader) ?? query.get(api.keyQuery);
  if (!key) return admitWithoutKey(api, products);
  const subscription = keys.get(key);
  if (!subscription?.isActive || !covers(subscription, api.entity.id)) {
    return { kind: "refused", reason: "SubscriptionKeyInvalid", message: INVALID };
  }
  return { kind: "admitted", subscription: subscription.entity, product: subscription.product?.entity };
}

function admitWithoutKey(api: GatewayApi, products: readonly GatewayProduct[]): Admitted {
  const open = products.find((product) => product.isOpen && holds(product, api.entity.id));
  if (open) return { kind: "admitted", subscription: undefined, product: open.entity };
  if (api.subscriptionRequired)
    return { kind: "refused", reason: "SubscriptionKeyNotFound", message: MISSING };
  return { kind: "admitted", subscription: undefined, product: undefined };
}

function covers({ product, api: scope }: GatewaySubscription, api: string): boolean {
  if (scope !== undefined) return scope === api;
  return product === undefined || holds(product, api);
}

const holds = ({ apis }: GatewayProduct, api: string) => apis === undefined || apis.has(api);
