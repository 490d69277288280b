import { z } from "zod";

/** A policy document: a file below the base folder, or the document itself when it begins with `<`. */
const policyDocument = z.string().min(1);

const operation = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  /** `*` for every method. */
  method: z.string().min(1),
  urlTemplate: z.string(),
  policy: policyDocument.optional(),
});

const api = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  /** Without slashes at the ends; empty for an API that takes every path. */
  path: z.string(),
  serviceUrl: z.url({ protocol: /^https?$/ }).optional(),
  version: z.string().optional(),
  subscriptionRequired: z.boolean(),
  subscriptionKeyParameterNames: z
    .strictObject({ header: z.string().min(1), query: z.string().min(1) })
    .optional(),
  /** Without a list every address of the API is one operation. */
  operations: z.array(operation).optional(),
  policy: policyDocument.optional(),
});

const product = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  /** Ids of its APIs; without it all of them. */
  apis: z.array(z.string()).optional(),
  /** Default true; false makes it an open product, which takes requests without a key. */
  subscriptionRequired: z.boolean().optional(),
  policy: policyDocument.optional(),
});

const subscription = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  primaryKey: z.string().min(1),
  secondaryKey: z.string().min(1).optional(),
  state: z.enum(["active", "suspended", "cancelled", "expired", "submitted", "rejected"]).optional(),
  /** Scope: one product, one API, or (neither) all APIs. */
  product: z.string().optional(),
  api: z.string().optional(),
});

const policies = z.strictObject({
  global: policyDocument.optional(),
  product: policyDocument.optional(),
  api: policyDocument.optional(),
  operations: z.record(z.string(), policyDocument).optional(),
});

const texts = z.record(z.string(), z.string());

const connection = z.strictObject({
  accessToken: z.string().min(1),
  /** What the provider's token endpoint answered besides. */
  claims: z.record(z.string(), z.json()).optional(),
});

/** What `gateway.json` holds. Paths in it are relative to the base folder. */
export const gatewayConfigSchema = z.strictObject({
  api: api.optional(),
  apis: z.array(api).optional(),
  products: z.array(product).optional(),
  subscriptions: z.array(subscription).optional(),
  policies: policies.optional(),
  /** Fragment id -> document. */
  fragments: z.record(z.string(), policyDocument).optional(),
  /** A file (`.json` or `.bicep`), or the definitions themselves. */
  backends: z.union([z.string().min(1), z.array(z.unknown())]).optional(),
  /** Values for the parameters of a Bicep file of backends. */
  backendParameters: z.record(z.string(), z.json()).optional(),
  /** `{name}` -> text, replaced before a document is read, as Bicep's `replace()` does it. */
  placeholders: texts.optional(),
  /** `{{name}}` -> text. */
  namedValues: texts.optional(),
  managedIdentity: z.strictObject({ tokens: texts.optional() }).optional(),
  /** Entra tenant id -> where its keys are. */
  tenants: z.record(z.string(), z.strictObject({ issuer: z.string(), jwksUrl: z.url() })).optional(),
  /** Certificate id -> certificate or public key in PEM: what `certificate-id` of a `<key>` names. */
  certificates: texts.optional(),
  /** Credential provider id -> connection id -> the token that the connection holds. */
  connections: z.record(z.string(), z.record(z.string(), connection)).optional(),
  /** Where the virtual clock starts: `2026-01-01T00:00:00Z`. */
  clock: z.iso.datetime({ offset: true }).optional(),
});

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;
export type ApiConfig = z.infer<typeof api>;
export type ProductConfig = z.infer<typeof product>;
