import type { GatewayConfig } from "../../modules/src/apim/index.ts";

export const ORIGIN = "https://foundry.test";

/** Load balancing as the labs do it: a pool with breakers, retried on 429 and 503. */
const POLICY = `<policies>
  <inbound><base /><set-backend-service backend-id="pool" /></inbound>
  <backend>
    <retry count="2" interval="0" first-fast-retry="true"
           condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode == 503)">
      <set-backend-service backend-id="pool" />
      <forward-request buffer-request-body="true" />
    </retry>
  </backend>
  <outbound><base /></outbound>
  <on-error><base />
    <choose>
      <when condition="@(context.Response.StatusCode == 503)">
        <return-response><set-status code="503" reason="Service Unavailable" /></return-response>
      </when>
    </choose>
  </on-error>
</policies>`;

const breaker = {
  rules: [
    {
      name: "rule",
      failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
      tripDuration: "PT1M",
      acceptRetryAfter: true,
    },
  ],
};

const backend = (name: string) => ({
  name,
  properties: { url: `${ORIGIN}/openai`, protocol: "http", circuitBreaker: breaker },
});

export const LOAD_BALANCING: GatewayConfig = {
  api: {
    id: "inference-api",
    path: "inference/openai",
    subscriptionRequired: true,
    subscriptionKeyParameterNames: { header: "api-key", query: "api-key" },
    operations: [
      { id: "chat", method: "POST", urlTemplate: "/deployments/{deployment-id}/chat/completions" },
      { id: "responses", method: "POST", urlTemplate: "/responses" },
      { id: "any-get", method: "GET", urlTemplate: "/*" },
    ],
  },
  subscriptions: [{ id: "alice", primaryKey: "key-1" }],
  policies: { api: POLICY },
  backends: [
    ...["foundry1", "foundry2", "foundry3", "foundry4"].map(backend),
    {
      name: "pool",
      properties: {
        type: "Pool",
        pool: {
          services: [
            { id: "/backends/foundry1", priority: 2, weight: 50 },
            { id: "/backends/foundry2", priority: 2, weight: 50 },
            { id: "/backends/foundry3", priority: 3 },
            { id: "/backends/foundry4", priority: 3 },
          ],
        },
      },
    },
  ],
};

export const REQUEST = {
  method: "POST",
  path: "/inference/openai/deployments/gpt-4.1/chat/completions?api-version=2024-10-21",
  headers: { "api-key": "key-1", "content-type": "application/json" },
  body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "hi" }] }),
} as const;
