import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { azureSubscriptions } from "../doctor/azure-profile.ts";
import { findCommand } from "../doctor/find-command.ts";
import { kernelStates } from "../doctor/kernel-states.ts";
import { kitNodeFacts, npmFacts } from "../doctor/node-facts.ts";
import { proxyFacts, proxyFor } from "../doctor/proxy-facts.ts";
import { systemFacts } from "../doctor/system-facts.ts";
import { describeKernel } from "../setup/kernelspec.mjs";
import { findKitNode } from "../setup/kit-node.mjs";
import { userKernelsFolder } from "../start/user-kernels-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("a command is found by PATH, when it may be run", () => {
  const folder = temporaryFolder({ "bin/tool": "", "bin/notes": "", "win/tool.CMD": "" });
  chmodSync(join(folder, "bin/tool"), 0o755);
  chmodSync(join(folder, "win/tool.CMD"), 0o755);
  const environment = { PATH: ["/nowhere", join(folder, "bin")].join(delimiter) };
  expect(findCommand("tool", environment)).toBe(join(folder, "bin/tool"));
  expect(findCommand("notes", environment)).toBeUndefined();
  expect(findCommand("bin", { PATH: folder })).toBeUndefined();
  expect(findCommand("tool", {})).toBeUndefined();
  const windows = { Path: join(folder, "win"), PATHEXT: ".EXE;.CMD" };
  expect(findCommand("tool", windows, "win32")).toBe(join(folder, "win/tool.CMD"));
});

test("az's note of subscriptions is read with its byte order mark; another form tells nothing", () => {
  const at = (text: string) => ({ AZURE_CONFIG_DIR: temporaryFolder({ "azureProfile.json": text }) });
  expect(azureSubscriptions(at('\uFEFF{"subscriptions":[{"id":"a"},{"id":"b"}]}'))).toBe(2);
  expect(azureSubscriptions(at('{"subscriptions":[]}'))).toBe(0);
  expect(azureSubscriptions(at("not json"))).toBeUndefined();
  expect(azureSubscriptions({ AZURE_CONFIG_DIR: temporaryFolder() })).toBeUndefined();
});

test("a proxy is told without its password, and used only when Node uses it", () => {
  const environment = {
    HTTPS_PROXY: "http://ada:secret@proxy.corp:8080",
    NO_PROXY: "localhost,.corp,10.0.0.1:9",
  };
  expect(proxyFacts(environment)).toEqual({ https: "proxy.corp:8080", used: false });
  expect(proxyFacts({})).toEqual({ used: false });
  const azure = new URL("https://x.openai.azure.com");
  expect(proxyFor(azure, environment)).toBeUndefined();
  const used = { ...environment, NODE_USE_ENV_PROXY: "1" };
  expect(proxyFor(azure, used)?.host).toBe("proxy.corp:8080");
  expect(proxyFor(new URL("https://git.corp/x"), used)).toBeUndefined();
  expect(proxyFor(new URL("https://10.0.0.1:9"), used)).toBeUndefined();
  expect(
    proxyFor(new URL("https://localhost"), {
      ...used,
      NODE_USE_ENV_PROXY: "",
      NODE_OPTIONS: "--use-env-proxy",
    }),
  ).toBeUndefined();
  expect(proxyFor(azure, { ...used, no_proxy: "*" })).toBeUndefined();
  expect(proxyFor(new URL("http://x.example"), used)).toBeUndefined();
});

test("npm tells its version and its Node; without it npm is asked", async () => {
  const told = { npm_config_user_agent: "npm/11.19.1 node/v20.20.2 linux x64 workspaces/false" };
  expect(await npmFacts(told)).toEqual({ version: "11.19.1" });
  expect(kitNodeFacts(paths.root, told)).toMatchObject({
    version: process.version.slice(1),
    host: "20.20.2",
  });
  expect(kitNodeFacts(paths.root, {})).not.toHaveProperty("host");
  expect(await npmFacts({ PATH: temporaryFolder() })).toBeUndefined();
});

test("VS Code's kernel is ready, moved or missing", () => {
  const node = findKitNode(paths.root);
  const kernel = describeKernel(paths.root, "path" in node ? node.path : "");
  const home = temporaryFolder();
  const stateWith = (text: string) => {
    const name = `${userKernelsFolder(process.platform, "", {}).replace(/^\//, "")}/hybrid-router-workshop/kernel.json`;
    return kernelStates(paths.root, {}, temporaryFolder({ [name]: text })).editor;
  };
  expect(stateWith(JSON.stringify(kernel))).toBe("ready");
  expect(stateWith(JSON.stringify(describeKernel("/another/folder", "node")))).toBe("moved");
  expect(stateWith("{}")).toBe("moved");
  expect(kernelStates(paths.root, {}, home).editor).toBe("missing");
});

test("this machine has a name, processors and memory", () => {
  const { name, cpu, cores, memoryBytes } = systemFacts();
  expect(name).not.toBe("");
  expect(cpu).not.toBe("");
  expect(cores).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(1e8);
});
