import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeBicep } from "../../../tests/bicep-folder.ts";
import { paths } from "../../config/paths.ts";
import { BicepError } from "./bicep-error.ts";
import { checkBackendFormat } from "./check-backend-format.ts";
import { readGatewayFromBicep } from "./read-gateway-from-bicep.ts";

const SERVICE = `
resource gw 'Microsoft.ApiManagement/service@2024-05-01' = { name: 'gw', properties: {} }
`;

const readLab = (name: string) =>
  readGatewayFromBicep(join(paths.root, "infra", "bicep", "labs", `${name}.bicep`), {}, { from: paths.root });

const readText = (text: string, beside: Readonly<Record<string, string>> = {}) => {
  const folder = writeBicep({ "main.bicep": SERVICE + text, ...beside });
  return readGatewayFromBicep(join(folder, "main.bicep"), {}, { from: folder });
};

const breaker = {
  rules: [
    {
      name: "failures",
      failureCondition: {
        count: 1,
        interval: "PT1M",
        errorReasons: ["Server errors"],
        statusCodeRanges: [{ min: 429, max: 429 }],
      },
      tripDuration: "PT1M",
      acceptRetryAfter: true,
    },
  ],
};

describe("the labs' gateways", () => {
  test("lab 09 has one region first, two that share, and one last, each with a breaker", async () => {
    const { config, policyOrigins, ignored } = await readLab("09-backend-pool");
    const pool = config.backends.find(({ name }) => name === "inference-backend-pool");
    expect(pool?.properties).toMatchObject({
      type: "Pool",
      pool: {
        services: [
          { id: "/backends/foundry1", priority: 1 },
          { id: "/backends/foundry2", priority: 2, weight: 50 },
          { id: "/backends/foundry3", priority: 2, weight: 50 },
          { id: "/backends/foundry4", priority: 3 },
        ],
      },
    });
    expect(
      config.backends
        .filter(({ name }) => name !== pool?.name)
        .map(({ name, properties }) => [name, properties]),
    ).toEqual(
      [
        ["foundry1", "eastus"],
        ["foundry2", "swedencentral"],
        ["foundry3", "westus"],
        ["foundry4", "uksouth"],
      ].map(([name, region]) => [
        name,
        {
          description: `Models in ${region}`,
          url: expect.stringMatching(
            new RegExp(`^https://${name}-[a-z2-7]{13}\\.cognitiveservices\\.azure\\.com/openai$`),
          ),
          protocol: "http",
          circuitBreaker: breaker,
        },
      ]),
    );
    expect(config.apis[0]?.policy).toContain('backend-id="inference-backend-pool"');
    expect(policyOrigins.map(({ scope, file }) => [scope, file])).toEqual([
      ["api inference-api", "infra/policies/backend-pool.xml"],
    ]);
    expect(ignored).toEqual([]);
  });

  test("lab 10 has neither pool nor breaker", async () => {
    const { config } = await readLab("10-model-routing");
    expect(config.backends.map(({ name, properties }) => [name, properties.circuitBreaker])).toEqual([
      ["foundry1", undefined],
      ["foundry2", undefined],
      ["foundry3", undefined],
    ]);
  });

  test("lab 11 sets a cookie, and none when it is switched off", async () => {
    const file = join(paths.root, "infra", "bicep", "labs", "11-session-affinity.bicep");
    const affinityOf = async (params: Record<string, boolean>) => {
      const { config } = await readGatewayFromBicep(file, params);
      return config.backends.find(({ name }) => name === "inference-backend-pool")?.properties.pool;
    };
    expect(await affinityOf({})).toMatchObject({
      sessionAffinity: { sessionId: { source: "Cookie", name: "APIM-Backend-Affinity" } },
    });
    expect(await affinityOf({ enableSessionAffinity: false })).not.toHaveProperty("sessionAffinity");
  });

  test("lab 12 gives each team its product, key and tokens a minute", async () => {
    const { config, outputs } = await readLab("12-gateway-for-teams");
    expect(config.products.map(({ id, apis }) => [id, apis])).toEqual([
      ["team-trial", ["team-api"]],
      ["team-standard", ["team-api"]],
    ]);
    expect(config.products.map(({ policy }) => /tokens-per-minute="(\d+)"/.exec(policy ?? "")?.[1])).toEqual([
      "500",
      "5000",
    ]);
    expect(config.subscriptions.map(({ id, product, state }) => [id, product, state])).toEqual([
      ["team-red", "team-trial", "active"],
      ["team-blue", "team-standard", "active"],
    ]);
    expect(outputs.apimSubscriptions).toEqual(
      config.subscriptions.map(({ id, name, primaryKey }) => ({
        name: id,
        displayName: name,
        key: primaryKey,
      })),
    );
    expect(config.apis.map(({ path, subscriptionRequired }) => [path, subscriptionRequired])).toEqual([
      ["inference/openai", true],
      ["inference-entra/openai", false],
    ]);
  });
});

describe("what makes a gateway", () => {
  test("operations come from OpenAPI and from resources, each with its policy", async () => {
    const { config, policyOrigins } = await readText(
      `
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: gw
  name: 'a'
  properties: { displayName: 'A', path: 'p', format: 'openapi', value: loadTextContent('api.yaml') }
}
resource extra 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' = {
  parent: api
  name: 'extra'
  properties: { displayName: 'Extra', method: 'PUT', urlTemplate: '/x' }
}
resource extraPolicy 'Microsoft.ApiManagement/service/apis/operations/policies@2024-05-01' = {
  parent: extra
  name: 'policy'
  properties: { format: 'rawxml', value: '<policies />' }
}
resource everything 'Microsoft.ApiManagement/service/policies@2024-05-01' = {
  parent: gw
  name: 'policy'
  properties: { value: loadTextContent('global.xml') }
}
`,
      {
        "global.xml": "<policies />\n",
        "api.yaml": `openapi: 3.0.1
paths:
  /things/{id}:
    parameters: [{ name: v, in: query, required: true, schema: { type: string } }]
    get: { operationId: get-thing, summary: A thing }
    delete: {}
`,
      },
    );
    expect(config.apis[0]?.operations).toEqual([
      { id: "get-thing", name: "A thing", method: "GET", urlTemplate: "/things/{id}?v={v}" },
      {
        id: "delete-things-id",
        name: "delete-things-id",
        method: "DELETE",
        urlTemplate: "/things/{id}?v={v}",
      },
      { id: "extra", name: "Extra", method: "PUT", urlTemplate: "/x", policy: "<policies />" },
    ]);
    expect(config.policies).toEqual({ global: "<policies />\n" });
    expect(policyOrigins.map(({ scope, file }) => [scope, file])).toEqual([
      ["operation extra of api a", undefined],
      ["global", "global.xml"],
    ]);
  });

  test("named values, fragments and subscriptions of one API or product", async () => {
    const { config, ignored } = await readText(`
resource value 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = { parent: gw, name: 'limit', properties: { displayName: 'limit', value: '5' } }
resource part 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = { parent: gw, name: 'part', properties: { value: '<fragment />' } }
resource all 'Microsoft.ApiManagement/service/subscriptions@2024-05-01' = { parent: gw, name: 'all', properties: { displayName: 'All', scope: '/apis', state: 'active', primaryKey: 'k1' } }
resource one 'Microsoft.ApiManagement/service/subscriptions@2024-05-01' = { parent: gw, name: 'one', properties: { scope: '\${gw.id}/apis/a', state: 'suspended' } }
resource team 'Microsoft.ApiManagement/service/subscriptions@2024-05-01' = { parent: gw, name: 'team', properties: { scope: '/products/p' } }
resource portal 'Microsoft.ApiManagement/service/portalsettings@2024-05-01' = { parent: gw, name: 'signin', properties: {} }
`);
    expect(config.namedValues).toEqual({ limit: "5" });
    expect(config.fragments).toEqual({ part: "<fragment />" });
    expect(
      config.subscriptions.map(({ id, name, state, api, product }) => [id, name, state, api, product]),
    ).toEqual([
      ["all", "All", "active", undefined, undefined],
      ["one", "one", "suspended", "a", undefined],
      ["team", "team", "submitted", undefined, "p"],
    ]);
    const keys = config.subscriptions.flatMap(({ primaryKey, secondaryKey }) => [primaryKey, secondaryKey]);
    expect([keys[0], new Set(keys).size]).toEqual(["k1", 6]);
    expect(ignored).toEqual([
      {
        message: 'The local gateway has no portalsettings; "signin" is left out.',
        file: "main.bicep",
        line: 9,
        column: 1,
      },
    ]);
  });

  test.each([
    [
      "resource two 'Microsoft.ApiManagement/service@2024-05-01' = { name: 'two' }",
      "main.bicep:3:1 A second API Management service; the local gateway runs one.",
    ],
    [
      "resource v 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = { parent: gw, name: 'v', properties: { secret: true, keyVault: {} } }",
      'main.bicep:3:1 The named value "v" has no value here: secrets of a key vault are not read.',
    ],
    [
      "resource a 'Microsoft.ApiManagement/service/apis@2024-05-01' = { parent: gw, name: 'a', properties: { path: 'p', format: 'wsdl', value: 'x' } }",
      'main.bicep:3:1 The format "wsdl" of an API is not read here; openapi+json, openapi and swagger-json are.',
    ],
    [
      "resource a 'Microsoft.ApiManagement/service/apis@2024-05-01' = { parent: gw, name: 'a', properties: { path: 'p', format: 'openapi', value: '{}' } }",
      `main.bicep:3:1 The API's definition is no OpenAPI: it has no "paths".`,
    ],
    [
      "resource p 'Microsoft.ApiManagement/service/policies@2024-05-01' = { parent: gw, name: 'policy', properties: { format: 'xml-link', value: 'https://x' } }",
      "main.bicep:3:1 A policy behind a link is not read here; write its XML as value.",
    ],
    [
      "resource p 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = { name: 'gw/nobody/policy', properties: { value: '<policies />' } }",
      'main.bicep:3:1 The policy is for the api "nobody", which does not exist. There are: none.',
    ],
  ])("%s", async (text, problem) => {
    await expect(readText(text)).rejects.toThrow(
      new BicepError([
        { message: problem.slice(problem.indexOf(" ") + 1), file: "main.bicep", line: 3, column: 1 },
      ]),
    );
  });

  test("a file without a gateway says so", async () => {
    const folder = writeBicep({ "main.bicep": "resource a 'X.Y/z@1' = { name: 'n' }" });
    await expect(readGatewayFromBicep(join(folder, "main.bicep"))).rejects.toThrow(
      "There is no API Management service in it.",
    );
  });
});

describe("backends that deploy and yet do not work", () => {
  const backend = (url: string) => `
resource backend 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: gw
  name: 'openai-backend'
  properties: { url: '${url}', protocol: 'http' }
}
`;
  const api = (serviceUrl: string, policy: string) => `
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: gw
  name: 'openai-api'
  properties: { path: 'openai', ${serviceUrl} format: 'openapi+json', value: '{"paths":{"/deployments/{d}/chat/completions":{"post":{"operationId":"chat"}}}}' }
}
resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: api
  name: 'policy'
  properties: { value: '<policies><inbound>${policy}</inbound></policies>' }
}
`;
  const use = '<set-backend-service backend-id="openai-backend" />';
  const problems = async (text: string) =>
    checkBackendFormat(await readText(text)).map(({ line, message }) => `${line} ${message}`);

  test("a backend with its /openai that a policy names is right", async () => {
    expect(await problems(backend("https://x.openai.azure.com/openai") + api("", use))).toEqual([]);
  });

  test("a url that loses /openai would ask for an address that models do not have", async () => {
    expect(await problems(backend("https://x.openai.azure.com") + api("", use))).toEqual([
      "4 The url of \"openai-backend\" must end in /openai: the gateway takes the API's path off, so POST /deployments/{d}/chat/completions would ask the model's host for /deployments/{d}/chat/completions.",
    ]);
  });

  test("a backend beside an API with a serviceUrl is passed by, and its breaker with it", async () => {
    const text =
      backend("https://x.openai.azure.com/openai") +
      api("serviceUrl: 'https://x.openai.azure.com',", "<base />");
    expect(await problems(text)).toEqual([
      '4 The API "openai-api" sends to its serviceUrl and past every backend; name one in its policy: <set-backend-service backend-id="…" />.',
      '4 No policy sends anything to the backend "openai-backend": its url and its breaker have no effect.',
    ]);
  });

  test("two slashes in a row are no path", async () => {
    const url = "https://x.services.ai.azure.com/api/projects/p//models";
    expect(await problems(backend(url) + api("", use))).toEqual([
      `4 The url of "openai-backend" has two slashes in its path: ${url}.`,
    ]);
  });

  test("an expression may name any backend", async () => {
    const any =
      '<set-backend-service backend-id="@(context.Request.Headers.GetValueOrDefault(&quot;b&quot;, &quot;&quot;))" />';
    expect(await problems(backend("https://x.openai.azure.com/openai") + api("", any))).toEqual([]);
  });
});
