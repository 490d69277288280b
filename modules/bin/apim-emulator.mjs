#!/usr/bin/env node
import { existsSync } from "node:fs";
import { runApimEmulator } from "./run-apim-emulator.mjs";

const built = new URL("../dist/apim/gateway/command-line/run-command-line.js", import.meta.url);
if (existsSync(built)) {
  const { runCommandLine } = await import(built.href);
  await runApimEmulator(runCommandLine);
} else {
  process.stderr.write("The modules are not built yet. Run: npm run build\n");
  process.exitCode = 1;
}
