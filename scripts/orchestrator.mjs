// @ts-check
import "./orchestrator/compile-cache.mjs";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleOf } from "./orchestrator/bundle.mjs";

const root = resolve(import.meta.dirname, "..");
const isInstalled = existsSync(join(root, "node_modules"));
if (Number.parseInt(process.versions.node, 10) < 24 || !isInstalled) {
  const problem = isInstalled
    ? `The orchestrator runs on Node 24; this is ${process.version}.`
    : "Nothing is installed in this folder yet.";
  console.error(`${problem} Run npm start once, which installs what is needed; then npm run orchestrator.`);
  process.exit(1);
}

// With --lab a lab cloud runs beside it, whose sources are no part of the bundle.
const inOneFile = !["--lab", "--help", "-h", "--new-key"].some((flag) => process.argv.includes(flag));
const bundle = inOneFile ? bundleOf(root) : undefined;
await import(bundle === undefined ? "./orchestrator.ts" : pathToFileURL(bundle).href);
