import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { paths } from "../../modules/src/config/index.ts";
import { runNode } from "../../modules/tests/run-process.ts";
import { wireDouble } from "../../modules/tests/wire-double.ts";
import { bundleOf, freshBundle, removeUnused, stateOf } from "../orchestrator/bundle.mjs";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository of one source with a bundle that was made from it. */
function madeOnce() {
  const root = temporaryFolder();
  const home = join(root, ".cache", "server");
  const bundle = join(home, "abc", "orchestrator.js");
  const source = join(root, "source.ts");
  const manifest = join(home, "current.json");
  mkdirSync(join(home, "abc"), { recursive: true });
  writeFileSync(source, "export const a = 1;\n");
  writeFileSync(bundle, "const a = 1;\n");
  const files = [source, bundle].map((file) => [file.slice(root.length + 1), stateOf(file)]);
  writeFileSync(manifest, JSON.stringify({ root, folder: "abc", files }));
  return { root, source, bundle, manifest };
}

test("a bundle is used as long as its sources and itself are as they were", () => {
  const { root, bundle } = madeOnce();
  expect(freshBundle(root)).toBe(bundle);
  expect(bundleOf(root)).toBe(bundle);
});

test("a folder in which nothing is installed is told in one line", async () => {
  const root = temporaryFolder();
  const there = join(paths.root, "scripts");
  mkdirSync(join(root, "scripts", "orchestrator"), { recursive: true });
  for (const file of ["orchestrator.mjs", "orchestrator/bundle.mjs", "orchestrator/compile-cache.mjs"])
    copyFileSync(join(there, file), join(root, "scripts", file));
  const server = runNode([join(root, "scripts", "orchestrator.mjs")], {});
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toBe(
    "Nothing is installed in this folder yet. Run npm start once, which installs what is needed; then npm run orchestrator.\n",
  );
});

type Made = ReturnType<typeof madeOnce>;

const CHANGES: readonly (readonly [what: string, change: (made: Made) => void])[] = [
  ["a source has changed", ({ source }) => writeFileSync(source, "other\n")],
  ["a source was written anew", ({ source }) => utimesSync(source, 1, 1)],
  ["a source is gone", ({ source }) => rmSync(source)],
  ["the bundle was cut off", ({ bundle }) => writeFileSync(bundle, "const")],
  ["the bundle is gone", ({ bundle }) => rmSync(bundle)],
  ["its list is damaged", ({ manifest }) => writeFileSync(manifest, '{"root":')],
  ["its list is of something else", ({ manifest }) => writeFileSync(manifest, "[]")],
  ["its list is gone", ({ manifest }) => rmSync(manifest)],
];

test.each(CHANGES)("a bundle is not used when %s", (_what, change) => {
  const made = madeOnce();
  change(made);
  expect(freshBundle(made.root)).toBeUndefined();
});

test("of old bundles the last eight that were used stay", () => {
  const home = temporaryFolder();
  for (let day = 1; day <= 10; day++) {
    const folder = join(home, `bundle-${day}`);
    mkdirSync(folder);
    utimesSync(folder, day * 86_400, day * 86_400);
  }
  writeFileSync(join(home, "current.json"), "{}");
  removeUnused(home);
  expect(readdirSync(home).sort()).toEqual(
    ["current.json", ...[3, 4, 5, 6, 7, 8, 9, 10].map((day) => `bundle-${day}`)].sort(),
  );
});

test("where nothing can be written there is no bundle, and nothing is tried", () => {
  const root = temporaryFolder();
  writeFileSync(join(root, ".cache"), "a file where a folder has to be");
  expect(bundleOf(root)).toBeUndefined();
});

test("two that make the bundle at once leave one, whole, and no drafts", async () => {
  const makers = [1, 2].map(() => runNode(["scripts/orchestrator/make-bundle.ts"]));
  for (const { ended, stderr } of makers) expect([await ended, stderr()]).toEqual([0, ""]);
  expect(existsSync(freshBundle(paths.root) ?? "")).toBe(true);
  expect(readdirSync(join(paths.cache, "server")).filter((name) => /draft|current-/.test(name))).toEqual([]);
});

test("serves from the bundle as from the sources: answers, costs, metrics, documents, an end in order", async () => {
  const { address } = await wireDouble();
  const state = temporaryFolder();
  const flags = ["--upstream", `${address}/v1`, "--port", "0", "--metrics-port", "0", "--state", state];
  const server = runNode(["scripts/orchestrator.mjs", ...flags]);
  const { url, metrics } = JSON.parse(await server.firstLine);
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "double-1", messages: [{ role: "user", content: "hello" }] }),
  });
  expect(await response.json()).toMatchObject({ choices: [{ message: { content: "Paris." } }] });
  expect(await (await fetch(metrics)).text()).toMatch(
    /^agent_router_requests_total\{model="double-1".*\} 1$/m,
  );
  expect(await (await fetch(`${url}/openapi.json`)).json()).toHaveProperty("paths./v1/chat/completions");
  expect(freshBundle(paths.root)).toBeDefined();
  server.child.kill("SIGTERM");
  await once(server.child, "exit");
  expect(await server.ended).toBe(0);
  const { openLedger } = await import("../../modules/src/cost/index.ts");
  const ledger = await openLedger({ file: join(state, "ledger.sqlite") });
  expect(await ledger.summary()).toMatchObject({ requests: 1, promptTokens: 11 });
  await ledger.close();
});

test("gives help and refuses a wrong flag through the launcher", async () => {
  const help = runNode(["scripts/orchestrator.mjs", "--help"]);
  expect([await help.ended, help.stdout()]).toEqual([0, expect.stringContaining("--upstream URL")]);
  const wrong = runNode(["scripts/orchestrator.mjs", "--prot", "1"]);
  expect(await wrong.ended).toBe(2);
  expect(wrong.stderr().trim().split("\n")).toHaveLength(1);
});
