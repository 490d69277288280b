import type { Exchange, SubscriptionEntity } from "../../pipeline/exchange.ts";
import { EntityValue } from "./context-value.ts";

/** A subscription, with the key that this request carries. */
export interface UsedSubscription extends SubscriptionEntity {
  readonly key: string;
}

/** `context.Subscription`: null for a request without one. */
export function subscriptionOf({
  subscription,
  request,
  originalUrl,
}: Exchange): EntityValue<UsedSubscription> | null {
  if (!subscription) return null;
  const { primaryKey, secondaryKey } = subscription;
  const inHeader = Array.from(request.headers).some(([, values]) => values.includes(secondaryKey));
  const inQuery = Array.from(originalUrl.searchParams.values()).includes(secondaryKey);
  const key = secondaryKey !== "" && (inHeader || inQuery) ? secondaryKey : primaryKey;
  return new EntityValue("Gateway.ISubscription", { ...subscription, key });
}
