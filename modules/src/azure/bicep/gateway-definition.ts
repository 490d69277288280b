import type { PlainObject } from "./value.ts";

/** One operation of an API: `POST /deployments/{deployment-id}/chat/completions`. */
export interface OperationDefinition {
  id: string;
  name: string;
  method: string;
  urlTemplate: string;
  policy?: string;
}

export interface ApiDefinition {
  id: string;
  name: string;
  path: string;
  serviceUrl?: string;
  version?: string;
  subscriptionRequired: boolean;
  subscriptionKeyParameterNames?: { header: string; query: string };
  operations: OperationDefinition[];
  policy?: string;
}

export interface ProductDefinition {
  id: string;
  name: string;
  apis: string[];
  subscriptionRequired: boolean;
  policy?: string;
}

export type SubscriptionState = "active" | "suspended" | "cancelled" | "expired" | "submitted" | "rejected";

export interface SubscriptionDefinition {
  id: string;
  name: string;
  primaryKey: string;
  secondaryKey: string;
  state: SubscriptionState;
  product?: string;
  api?: string;
}

/** What a Bicep file says of one API Management service: the form of the local gateway's configuration, policies as their texts. */
export interface GatewayDefinition {
  apis: ApiDefinition[];
  products: ProductDefinition[];
  subscriptions: SubscriptionDefinition[];
  policies?: { global: string };
  fragments: Record<string, string>;
  /** As ARM has them. */
  backends: { name: string; properties: PlainObject }[];
  namedValues: Record<string, string>;
}
