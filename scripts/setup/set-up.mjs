// @ts-check
import { resolve } from "node:path";
import { buildModules } from "./build.mjs";
import { endCommands } from "./command.mjs";
import { installDependencies } from "./dependencies.mjs";
import { describeFlags, FlagError, flagsKeptByNpm, readFlags, setupFlags, startFlags } from "./flags.mjs";
import { reportSize } from "./installed-size.mjs";
import { installJupyter } from "./jupyter.mjs";
import { writeJupyterFiles } from "./kernelspec.mjs";
import { findKitNode } from "./kit-node.mjs";
import { lockFolder } from "./lock.mjs";
import { getModel } from "./models.mjs";
import { runScript } from "./run-script.mjs";
import { runStep, SetupError } from "./step.mjs";

const HELP_LINE = "npm start -- --help";
const root = resolve(import.meta.dirname, "../..");

/**
 * Makes the folder ready, one printed line a step, then runs the `--then` script on the workshop's own Node.
 * @param {readonly string[]} args
 */
export async function setUp(args) {
  try {
    const wishes = readWishes(args);
    if (wishes.help) return console.log(describeUse(wishes.script !== undefined));
    const node = await prepare(wishes);
    if (wishes.script) process.exitCode = await runScript(node, wishes.script, wishes.rest);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof FlagError ? 2 : 1;
  }
}

/** @param {readonly string[]} args */
function readWishes(args) {
  const { switches, texts } = readFlags(args, { ...startFlags, ...setupFlags }, HELP_LINE);
  const script = texts.get("then");
  const [kept] = script ? flagsKeptByNpm(process.env) : [];
  if (kept)
    throw new FlagError(`npm kept ${kept} for itself. Write two dashes before it: npm start -- ${kept}`);
  return {
    help: switches.has("help"),
    models: !switches.has("no-models"),
    jupyter: !switches.has("no-jupyter"),
    script: script && resolve(root, script),
    rest: forStart(switches, texts),
  };
}

/**
 * The flags that the started script reads itself.
 * @param {ReadonlySet<string>} switches
 * @param {ReadonlyMap<string, string>} texts
 */
function forStart(switches, texts) {
  return Object.entries(startFlags).flatMap(([name]) => {
    const text = texts.get(name);
    if (text !== undefined) return [`--${name}`, text];
    return switches.has(name) ? [`--${name}`] : [];
  });
}

/**
 * @param {{ models: boolean, jupyter: boolean }} wishes
 * @returns {Promise<string>} the workshop's Node
 */
async function prepare({ models, jupyter }) {
  const unlock = await lockFolder(root, console.log);
  const leave = () => {
    endCommands();
    unlock();
    process.exit(130);
  };
  process.once("SIGINT", leave).once("SIGTERM", leave);
  try {
    const outcomes = [await runStep("dependencies", () => installDependencies(root))];
    const node = kitNode();
    outcomes.push(await runStep("build", () => buildModules(root, node)));
    if (jupyter) {
      const outcome = await runStep("JupyterLab", () => installJupyter(root, process.env));
      if (typeof outcome === "string") await runStep("kernel", () => writeJupyterFiles(root, node));
      outcomes.push(outcome);
    }
    if (models)
      outcomes.push(await runStep("local model", () => getModel(root, node), { showsItself: true }));
    if (outcomes.includes("done")) reportSize(root);
    return node;
  } finally {
    process.off("SIGINT", leave).off("SIGTERM", leave);
    unlock();
  }
}

function kitNode() {
  const node = findKitNode(root);
  if ("problem" in node) throw new SetupError([node.problem]);
  return node.path;
}

/** @param {boolean} starting */
function describeUse(starting) {
  return starting
    ? `npm start [-- FLAGS]\nMakes the workshop ready, then runs the lab cloud and JupyterLab until Ctrl-C.\n\n${describeFlags({ ...startFlags, "no-models": setupFlags["no-models"] })}`
    : `node scripts/setup.mjs [FLAGS]\nMakes the workshop ready: dependencies, build, JupyterLab, kernel, local model.\n\n${describeFlags({ ...setupFlags, "no-jupyter": startFlags["no-jupyter"] })}`;
}
