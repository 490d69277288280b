// @ts-check
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { findKitNode } from "../setup/kit-node.mjs";
import { runScript } from "../setup/run-script.mjs";

const root = resolve(import.meta.dirname, "../..");

/**
 * Runs scripts/doctor.ts on the workshop's own Node; where nothing is installed yet, says in one line what to do. Nothing
 * is installed by this.
 * @param {readonly string[]} args
 */
export async function handOver(args) {
  const kept = flagKeptByNpm(args);
  if (kept) {
    console.error(`npm kept ${kept} for itself. Write two dashes before it: npm run doctor -- ${kept}`);
    process.exitCode = 2;
    return;
  }
  const node = existsSync(join(root, "node_modules", ".package-lock.json"))
    ? findKitNode(root)
    : {
        problem: "Nothing is installed in this folder yet. Run npm start first: it installs what is needed.",
      };
  if ("problem" in node) {
    console.error(node.problem);
    process.exitCode = 1;
    return;
  }
  process.exitCode = await runScript(node.path, join(root, "scripts", "doctor.ts"), args);
}

/**
 * npm keeps flags that come before `--` for itself and leaves a trace in the environment.
 * @param {readonly string[]} args
 */
function flagKeptByNpm(args) {
  if (process.env.npm_lifecycle_event !== "doctor" || args.length > 0) return undefined;
  return process.env.npm_config_json === "true" ? "--json" : undefined;
}
