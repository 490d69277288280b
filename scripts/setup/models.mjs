// @ts-check
import { join } from "node:path";
import { lastLines, runCommand } from "./command.mjs";

const MODEL = "smollm2-135m-instruct";

/**
 * The default local model, fetched and checked by scripts/models.ts. Without it labs mark their answers as simulated.
 * @param {string} root
 * @param {string} node
 * @returns {Promise<import("./step.mjs").StepOutcome>}
 */
export async function getModel(root, node) {
  const script = join(root, "scripts", "models.ts");
  const { code, output } = await runCommand(node, [script, "--get", MODEL, "--quiet-if-present"], {
    cwd: root,
  });
  if (code === 0) return output === "" ? "ready" : "done";
  return {
    leftOut: `${lastLines(output, 1)[0] ?? "no reason given"} Labs use simulated answers for it meanwhile.`,
  };
}
