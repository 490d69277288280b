import { describe, expect, test } from "vitest";
import { evaluateText, problemsOf } from "../../../tests/bicep-folder.ts";

const SERVICE = `
resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: 'gw'
  location: 'eastus'
  identity: { type: 'SystemAssigned' }
  properties: { publisherName: 'us' }
}
`;
const GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-lab";

describe("parameters", () => {
  const text = `
@minLength(2)
@maxLength(4)
param name string = 'abc'
@allowed([1, 2])
param count int = 1
param kind 'a' | 'b' = 'a'
param more array = []
param maybe string?
param needed object
output all object = { name: name, count: count, kind: kind, more: more, maybe: maybe, needed: needed }
`;

  test("take given values before defaults", async () => {
    const { outputs } = await evaluateText(text, { params: { needed: { x: 1 }, kind: "b", maybe: "m" } });
    expect(outputs).toEqual({
      all: { name: "abc", count: 1, kind: "b", more: [], maybe: "m", needed: { x: 1 } },
    });
  });

  test.each([
    [{}, 'The parameter "needed" of main.bicep is missing.'],
    [{ needed: {}, nme: "x" }, 'main.bicep has no parameter "nme". Did you mean "name"?'],
    [{ needed: {}, name: "x" }, 'The parameter "name" must be at least as long as 2, not "x".'],
    [{ needed: {}, name: "abcde" }, 'The parameter "name" must be at most as long as 4, not "abcde".'],
    [{ needed: {}, count: 3 }, 'The parameter "count" must be one of 1, 2, not 3.'],
    [{ needed: {}, count: "1" }, 'The parameter "count" must be int, not string.'],
    [{ needed: [] }, 'The parameter "needed" must be object, not array.'],
    [{ needed: {}, kind: "c" }, `The parameter "kind" must be one of 'a' | 'b', not "c".`],
    [{ needed: null }, 'The parameter "needed" must be object, not null.'],
  ])("%j is refused", async (params, problem) => {
    expect(await problemsOf(text, { params })).toEqual([`main.bicep:1:1 ${problem}`]);
  });

  test("all that are missing or unknown are told at once", async () => {
    const asked = { params: { c: 1 } };
    expect(await problemsOf("param a string\nparam b string", asked)).toHaveLength(3);
  });
});

describe("resources", () => {
  test("have ids, names and the state that Azure adds", async () => {
    const { resources, outputs } = await evaluateText(`${SERVICE}
resource backend 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: service
  name: 'one'
  properties: { url: '\${service.properties.gatewayUrl}/x', gone: null }
}
output id string = backend.id
output principal string = service.identity.principalId
`);
    expect(resources.map(({ type, name, id, parentId }) => [type, name, id, parentId])).toEqual([
      [
        "Microsoft.ApiManagement/service",
        "gw",
        `${GROUP}/providers/Microsoft.ApiManagement/service/gw`,
        undefined,
      ],
      [
        "Microsoft.ApiManagement/service/backends",
        "one",
        `${GROUP}/providers/Microsoft.ApiManagement/service/gw/backends/one`,
        `${GROUP}/providers/Microsoft.ApiManagement/service/gw`,
      ],
    ]);
    expect(resources[1]?.properties).toEqual({ url: "https://gw.azure-api.net/x", gone: null });
    expect(resources[1]?.position).toEqual({ file: "main.bicep", line: 9, column: 1 });
    expect(outputs.id).toBe(resources[1]?.id);
    expect(outputs.principal).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("take their state from the caller where it says another one", async () => {
    const { outputs } = await evaluateText(`${SERVICE}output url string = service.properties.gatewayUrl`, {
      runtime: ({ type, name }) =>
        type === "Microsoft.ApiManagement/service"
          ? { properties: { gatewayUrl: `http://127.0.0.1/${name}` } }
          : undefined,
    });
    expect(outputs.url).toBe("http://127.0.0.1/gw");
  });

  test("of a loop are made for each item, without those whose condition does not hold", async () => {
    const { resources, outputs } = await evaluateText(`${SERVICE}
param list array = [ { n: 'a', on: true }, { n: 'b', on: false }, { n: 'c', on: true } ]
resource backend 'Microsoft.ApiManagement/service/backends@2024-05-01' = [for (each, i) in list: if (each.on) {
  parent: service
  name: '\${each.n}\${i}'
  properties: { weight: each.?weight }
}]
output ids array = [for (each, i) in list: backend[i].name]
`);
    expect(resources.map(({ name }) => name)).toEqual(["gw", "a0", "c2"]);
    expect(outputs.ids).toEqual(["a0", "b1", "c2"]);
  });

  test("may be declared inside another, and named from outside", async () => {
    const { resources, outputs } = await evaluateText(`
resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: 'gw'
  properties: {}
  resource api 'apis@2024-05-01' = {
    name: 'a'
    properties: { path: 'p' }
  }
}
output path string = service::api.properties.path
`);
    expect(resources.map(({ id }) => id.slice(GROUP.length + 1))).toEqual([
      "providers/Microsoft.ApiManagement/service/gw",
      "providers/Microsoft.ApiManagement/service/gw/apis/a",
    ]);
    expect(outputs.path).toBe("p");
  });

  test("that exist already or extend others have ids of their own", async () => {
    const { resources } = await evaluateText(`
resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = { name: 'acc' }
resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: 'r'
  properties: { on: account.properties.endpoint, key: account.listKeys().key1 }
}
resource child 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
  name: 'acc/gpt'
  properties: {}
}
`);
    expect(resources.map(({ id }) => id.slice(GROUP.length + 1))).toEqual([
      "providers/Microsoft.CognitiveServices/accounts/acc/providers/Microsoft.Authorization/roleAssignments/r",
      "providers/Microsoft.CognitiveServices/accounts/acc/deployments/gpt",
    ]);
    expect(resources[0]?.properties).toMatchObject({
      on: "https://acc.cognitiveservices.azure.com/",
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test.each([
    [`resource a 'X.Y/z@1' = { properties: {} }`, 'main.bicep:1:1 the resource "a" has no name.'],
    [
      `resource a 'X.Y/z/w@1' = { name: 'one' }`,
      'main.bicep:1:1 The name "one" does not fit to X.Y/z/w: each part of a type needs a name.',
    ],
    [
      `resource a 'X.Y/z@1' = { name: b.name }\nresource b 'X.Y/z@1' = { name: a.name }`,
      'main.bicep:1:1 The name of the resource "a" needs itself.',
    ],
    [
      `resource a 'X.Y/z@1' = { name: 'n' }\nresource b 'X.Y/z@1' = { name: 'N' }`,
      'main.bicep:2:1 X.Y/z "N" is deployed twice; first by main.bicep:1.',
    ],
    [
      `resource a 'X.Y/z@1' = if (false) { name: 'n', properties: { p: 1 } }\noutput p int = a.properties.p`,
      'main.bicep:2:18 the resource "a" is not deployed, as its condition does not hold; it has no "properties".',
    ],
    [
      `resource a 'X.Y/z@1' = { name: 'n', dependsOn: [ nobody ] }`,
      'main.bicep:1:50 There is no "nobody" here.',
    ],
    [
      `resource a 'X.Y/z@1' = { name: 'n', parent: 'x' }`,
      "main.bicep:1:45 parent must be a resource, not string.",
    ],
    [`var a = 1\nvar a = 2`, 'main.bicep:2:1 "a" is declared twice; first in line 1.'],
  ])("%s", async (text, problem) => {
    expect(await problemsOf(text)).toEqual([problem]);
  });
});

describe("modules", () => {
  const PART = `
param name string
param tags object = {}
resource part 'X.Y/z@1' = { name: name, tags: tags }
output id string = part.id
output loud string = toUpper(name)
`;

  test("are evaluated with what they are given, as often as they are used", async () => {
    const { resources, outputs, files } = await evaluateText(
      `
module part 'parts/part.bicep' = [for i in range(0, 2): { name: 'p\${i}', params: { name: 'n\${i}' } }]
module off 'parts/part.bicep' = if (length(part) > 5) { name: 'off', params: { name: 'off' } }
output loud array = map(range(0, 2), i => part[i].outputs.loud)
output off string = off.?outputs.loud ?? 'nothing'
`,
      { beside: { "parts/part.bicep": PART } },
    );
    expect(resources.map(({ name, position }) => [name, position.file])).toEqual([
      ["n0", "parts/part.bicep"],
      ["n1", "parts/part.bicep"],
    ]);
    expect(outputs).toEqual({ loud: ["N0", "N1"], off: "nothing" });
    expect(files.size).toBe(2);
  });

  test("read files beside themselves", async () => {
    const module =
      "output text string = loadTextContent('own.txt')\noutput n int = loadJsonContent('../data.json').n";
    const { outputs, fileOf } = await evaluateText(
      `
module part 'parts/part.bicep' = { name: 'p' }
output text string = replace(part.outputs.text, '{x}', 'y')
output n int = part.outputs.n
`,
      { beside: { "parts/part.bicep": module, "parts/own.txt": "a {x}", "data.json": '{"n": 3}' } },
    );
    expect(outputs).toEqual({ text: "a y", n: 3 });
    expect(fileOf("a y")).toMatch(/parts.own\.txt$/);
  });

  test("may lie in another resource group", async () => {
    const { resources } = await evaluateText(
      "module part 'part.bicep' = { name: 'p', scope: resourceGroup('other'), params: { name: 'n' } }",
      { beside: { "part.bicep": PART } },
    );
    expect(resources[0]?.id).toContain("/resourceGroups/other/");
  });

  test.each([
    [
      "module m 'part.bicep' = { name: 'm' }",
      'main.bicep:1:1 The parameter "name" of part.bicep is missing.',
    ],
    [
      "module m 'part.bicep' = { name: 'm', params: { name: 'x', tag: {} } }",
      'main.bicep:1:59 part.bicep has no parameter "tag". Did you mean "tags"?',
    ],
    [
      "module m 'part.bicep' = { name: 'm', params: { name: 1 } }",
      'main.bicep:1:48 The parameter "name" must be string, not int.',
    ],
    [
      "module m 'part.bicep' = { name: 'm', params: { name: 'x' } }\noutput o string = m.outputs.quiet",
      'main.bicep:2:29 part.bicep has no output "quiet". There are: id, loud.',
    ],
    [
      "module m 'part.bicep' = if (false) { name: 'm', params: { name: 'x' } }\noutput o string = m.outputs.loud",
      'main.bicep:2:21 the module "m" is not deployed, as its condition does not hold; it has no outputs.',
    ],
    ["module m 'none.bicep' = { name: 'm' }", "none.bicep:1:1 This file cannot be read."],
    ["module m 'main.bicep' = { name: 'm' }", "main.bicep:1:1 A module cannot use itself."],
  ])("%s", async (text, problem) => {
    expect(await problemsOf(text, { beside: { "part.bicep": PART } })).toEqual([problem]);
  });
});

describe("a file that is no Bicep", () => {
  test.each([
    ["param", 1],
    ["var x = {", 1],
    ["resource a 'x@1' = { name: }", 1],
    ["hello world", 1],
    ["import * as types from 'types.bicep'", 1],
    ["var a = 1 +", 1],
    ["output o array = [\n  range\n  (0, 2)\n]", 3],
  ])("%s", async (text, line) => {
    const problems = await problemsOf(text);
    expect(problems[0]).toMatch(new RegExp(`^main\\.bicep:${line}:\\d+ .+`));
  });

  test("an empty one deploys nothing", async () => {
    expect((await evaluateText("// nothing\n")).resources).toEqual([]);
  });
});
