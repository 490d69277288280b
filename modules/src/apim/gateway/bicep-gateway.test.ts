import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openApi, openTestGateway } from "../../../tests/test-gateway.ts";
import { startUpstream } from "../../../tests/upstream-server.ts";
import { paths } from "../../config/paths.ts";
import { loadGatewayModel } from "./load-gateway-model.ts";

const BACKENDS = `param host string
resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: 'gateway'
}
resource one 'Microsoft.ApiManagement/service/backends@2024-05-01' = [for name in ['one', 'two']: {
  parent: service
  name: name
  properties: { url: 'https://\${host}/\${name}', protocol: 'http' }
}]
`;

const POLICY = `<policies><inbound><base /><set-backend-service backend-id="two" /></inbound><backend><base /></backend><outbound /><on-error /></policies>`;

function writeBicep(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "apim-bicep-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "backends.bicep"), text);
  return folder;
}

test("backends are read from the Bicep file that deploys them", async () => {
  const upstream = await startUpstream((outgoing) => outgoing.end("ok"));
  const gateway = await openTestGateway({
    config: openApi(POLICY, { backends: "backends.bicep", backendParameters: { host: "b.test" } }),
    baseDir: writeBicep(BACKENDS),
    resolve: { "https://b.test": upstream.url },
  });
  expect(await (await fetch(`${gateway.url}/t/x`)).text()).toBe("ok");
  expect(upstream.received[0]?.url).toBe("/two/x");
});

test("a Bicep file that cannot be used is told with its line", async () => {
  const { problems } = await loadGatewayModel({
    config: openApi(POLICY, { backends: "backends.bicep" }),
    baseDir: writeBicep(BACKENDS.replace("properties: {", "properties: { url: nothing, ")),
  });
  expect(problems[0]).toMatchObject({ file: "backends.bicep" });
});

test("the gateway of a lab is read from the Bicep file that deploys it to Azure", async () => {
  const { model, problems } = await loadGatewayModel({
    config: join(paths.root, "infra", "bicep", "labs", "09-backend-pool.bicep"),
  });
  expect(problems).toEqual([]);
  expect(model?.backends.filter(({ kind }) => kind === "pool")).toHaveLength(1);
  expect(model?.apis.length).toBeGreaterThan(0);
  expect(model?.keys.size).toBeGreaterThan(0);
});
