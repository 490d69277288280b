#!/usr/bin/env node
// What modules/bin/az.mjs runs, without a build.
import { runAz } from "../bin/run-az.mjs";
import { runShim } from "../src/azure/shim/run-shim.ts";

await runAz(runShim);
