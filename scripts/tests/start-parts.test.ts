import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSettings, paths } from "../../modules/src/config/index.ts";
import { findFirstLab } from "../start/first-lab.ts";
import { findOpener } from "../start/open-browser.ts";
import { holderFromLsof, inodesOf, pidFromNetstat, shortCommand } from "../start/port-holder.ts";
import { descendantsOf } from "../start/process-tree.ts";
import { userKernelsFolder } from "../start/user-kernels-folder.ts";
import { summarise } from "../testing/test-outcome.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("Linux: listeners of a port, not its connections", () => {
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 0100007F:10CC 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0 0 10 0",
    "   1: 0100007F:10CC 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000 20 4 30 10 -1",
    "   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000 100 0 0 10 0",
  ].join("\n");
  expect(inodesOf(table, 4300)).toEqual(["socket:[4711]"]);
  expect(inodesOf(table, 8080)).toEqual(["socket:[4713]"]);
  expect(inodesOf(table, 80)).toEqual([]);
});

test("macOS: the holder that lsof names", () => {
  expect(holderFromLsof("p812\ncPython\nf3")).toEqual({ pid: 812, command: "Python" });
  expect(holderFromLsof("")).toBeUndefined();
});

test("Windows: the holder that netstat names, in any language", () => {
  const table = [
    "  Proto  Lokale Adresse         Remoteadresse          Status           PID",
    "  TCP    127.0.0.1:4300         127.0.0.1:51234        HERGESTELLT      99",
    "  TCP    127.0.0.1:4300         0.0.0.0:0              ABHÖREN          1234",
    "  TCP    [::]:8888              [::]:0                 ABHÖREN          77",
  ].join("\r\n");
  expect(pidFromNetstat(table, 4300)).toBe(1234);
  expect(pidFromNetstat(table, 8888)).toBe(77);
  expect(pidFromNetstat(table, 300)).toBeUndefined();
});

test("a command is shown short and without what may be secret", () => {
  expect(shortCommand(["/usr/bin/python3", "-m", "http.server", "--bind=x", ""])).toBe(
    "python3 -m http.server",
  );
  expect(shortCommand(["/opt/server", "--token=abc", "x"])).toBe("server");
  expect(shortCommand(["node", "KEY=abc"])).toBe("node");
  expect(shortCommand(["node", "/home/me/app/main.js"])).toBe("node main.js");
});

test("what a process started is found at any depth", () => {
  const parents = new Map([
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 4],
    [9, 8],
  ]);
  expect(descendantsOf(2, parents)).toEqual([3, 4, 5]);
});

test("a browser is opened only where one can be shown", () => {
  const url = "http://127.0.0.1:8888/lab?token=t";
  expect(findOpener(url, "linux", {})).toBeUndefined();
  expect(findOpener(url, "linux", { DISPLAY: ":0" })).toEqual(["xdg-open", url]);
  expect(findOpener(url, "linux", { BROWSER: "/vscode/browser.sh" })).toEqual(["/vscode/browser.sh", url]);
  expect(findOpener(url, "darwin", {})).toEqual(["open", url]);
  expect(findOpener(url, "win32", {})?.at(-1)).toBe(url);
});

test("the kernels folder of each platform", () => {
  expect(userKernelsFolder("linux", "/home/me", {})).toBe("/home/me/.local/share/jupyter/kernels");
  expect(userKernelsFolder("darwin", "/Users/me", {})).toBe("/Users/me/Library/Jupyter/kernels");
  expect(userKernelsFolder("win32", "C:\\Users\\me", { APPDATA: "D:\\Roaming" })).toBe(
    "D:\\Roaming\\jupyter\\kernels",
  );
});

test("the first lab is the first of labs.json whose notebook is there", () => {
  const table = JSON.stringify([{ number: "01", slug: "first" }]);
  expect(findFirstLab(temporaryFolder({ "labs.json": table, "01-first.ipynb": "{}" }))).toBe(
    "labs/01-first.ipynb",
  );
  expect(findFirstLab(temporaryFolder({ "labs.json": table }))).toBeUndefined();
  expect(findFirstLab(temporaryFolder())).toBeUndefined();
});

test("the closing line counts every outcome, and each that is no pass is named", () => {
  const lines = summarise([
    { name: "types", state: "passed" },
    { name: "a > b", state: "failed", reason: "no" },
    { name: "c", state: "skipped", reason: "chromium missing" },
    { name: "d", state: "skipped" },
    { name: "e (skipped: model missing)", state: "skipped" },
  ]);
  expect(lines).toEqual([
    "Skipped:",
    "  - c: chromium missing",
    "  - d: no reason given",
    "  - e (skipped: model missing)",
    "Failed:",
    "  ✗ a > b: no",
    "1 passed, 1 failed, 3 skipped",
  ]);
  expect(summarise([])).toEqual(["0 passed, 0 failed, 0 skipped"]);
});

test("the cloud dev environment forwards the ports that npm start opens", () => {
  const { forwardPorts } = JSON.parse(
    readFileSync(join(paths.root, ".devcontainer/devcontainer.json"), "utf8"),
  );
  const { settings } = loadSettings({ environment: {}, envFile: false });
  expect(forwardPorts).toEqual(Object.values(settings.ports));
});
