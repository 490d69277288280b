#!/usr/bin/env node
// What modules/bin/apim-emulator.mjs runs, without a build.
import { runApimEmulator } from "../bin/run-apim-emulator.mjs";
import { runCommandLine } from "../src/apim/gateway/command-line/run-command-line.ts";

await runApimEmulator(runCommandLine);
