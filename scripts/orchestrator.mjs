// @ts-check
import "./orchestrator/compile-cache.mjs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleOf } from "./orchestrator/bundle.mjs";

// With --lab a lab cloud runs beside it, whose sources are no part of the bundle.
const inOneFile = !["--lab", "--help", "-h", "--new-key"].some((flag) => process.argv.includes(flag));
const bundle = inOneFile ? bundleOf(resolve(import.meta.dirname, "..")) : undefined;
await import(bundle === undefined ? "./orchestrator.ts" : pathToFileURL(bundle).href);
