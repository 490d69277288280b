#!/usr/bin/env node
import { existsSync } from "node:fs";
import { runAz } from "./run-az.mjs";

const built = new URL("../dist/azure/shim/run-shim.js", import.meta.url);
if (existsSync(built)) {
  const { runShim } = await import(built.href);
  await runAz(runShim);
} else {
  process.stderr.write("ERROR: The modules are not built yet. Run: npm run build\n");
  process.exitCode = 1;
}
