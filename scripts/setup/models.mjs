// @ts-check
import { join } from "node:path";
import { lastLines, runCommand } from "./command.mjs";
import { listFiles } from "./stamp.mjs";

const MODEL = "smollm2-135m-instruct";

/**
 * The default local model, fetched and checked by scripts/models.ts. Without it labs mark their answers as simulated.
 * @param {string} root
 * @param {string} node
 * @returns {Promise<import("./step.mjs").StepOutcome>}
 */
export async function getModel(root, node) {
  const before = listModels(root);
  const args = [join(root, "scripts", "models.ts"), "--get", MODEL, "--quiet-if-present"];
  const { code, output } = await runCommand(node, args, { cwd: root, visible: process.stdout.isTTY });
  if (code === 0) return listModels(root) === before ? "ready" : "done";
  const [reason = "it could not be fetched."] = lastLines(output, 1);
  return { leftOut: `${reason} Labs use simulated answers for it meanwhile.` };
}

/** @param {string} root */
const listModels = (root) => listFiles(root, [join(".cache", "models")], () => true);
