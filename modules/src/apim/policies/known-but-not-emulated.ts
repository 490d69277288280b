const DAPR = "Dapr runs beside a self-hosted gateway only.";
const GRAPHQL = "GraphQL APIs are not emulated.";
const SCHEMAS = "The emulator has no API schemas to validate against.";

/** Policies that API Management documents and this emulator refuses at load, each with the reason or what to use instead. */
export const knownButNotEmulated: ReadonlyMap<string, string> = new Map([
  [
    "authentication-certificate",
    "Client certificates for backends are not emulated; give the backend other credentials.",
  ],
  [
    "validate-client-certificate",
    "The emulator's gateway listens without TLS, so callers show no certificates.",
  ],
  ["validate-content", SCHEMAS],
  ["validate-parameters", SCHEMAS],
  ["validate-headers", SCHEMAS],
  ["validate-status-code", SCHEMAS],
  ["validate-odata-request", "OData APIs are not emulated."],
  ["validate-graphql-request", GRAPHQL],
  ["http-data-source", GRAPHQL],
  ["sql-data-source", GRAPHQL],
  ["cosmosdb-data-source", GRAPHQL],
  ["publish-event", GRAPHQL],
  ["proxy", "Outgoing proxies are not emulated; give the emulator the address itself in its resolve map."],
  ["redirect-content-urls", "Links in bodies are not rewritten; use find-and-replace."],
  ["xsl-transform", "XSLT is not emulated; build the body with an expression in set-body."],
  ["cross-domain", "Flash and Silverlight clients are not served; use cors."],
  ["jsonp", "JSONP is not emulated; use cors."],
  ["invoke-dapr-binding", DAPR],
  ["publish-to-dapr", DAPR],
  ["invoke-request", "This policy of workspace gateways is not emulated; use send-request."],
  [
    "send-service-bus-message",
    "Azure Service Bus is not emulated; use send-one-way-request or log-to-eventhub.",
  ],
]);
