import { explainError } from "../../core/errors.ts";
import { accountCommands } from "./account-commands.ts";
import { deploymentCommands } from "./deployment-commands.ts";
import { groupCommands } from "./group-commands.ts";
import { createLabArm } from "./lab-arm.ts";
import { parseArguments } from "./parse-arguments.ts";
import { resourceCommands } from "./resource-commands.ts";
import { restCommand } from "./rest-command.ts";
import { select } from "./select.ts";
import type { ShimCommand } from "./shim-command.ts";
import { ShimError } from "./shim-error.ts";
import { writeOutput } from "./write-output.ts";

export interface ShimOptions {
  /** Address of the lab cloud; undefined when none is known. */
  readonly http: string | undefined;
  /** Key of the lab cloud's identity. Default: the one that is known to everybody on this machine. */
  readonly identityHeader?: string;
  /** Folder that paths are relative to. */
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const shimCommands: readonly ShimCommand[] = [
  ...accountCommands,
  ...groupCommands,
  ...deploymentCommands,
  ...resourceCommands,
  restCommand,
];

const KNOWN_HEADER = "lab-msi";

/**
 * Runs one command of the labs' `az`: the part of the Azure CLI that the labs use, against the lab cloud only.
 * @returns the exit code, as the Azure CLI gives it: 1 = failed, 2 = called wrongly, 3 = not there
 */
export async function runShim(words: readonly string[], options: ShimOptions): Promise<number> {
  try {
    if (isHelp(words)) {
      options.out(help());
      return 0;
    }
    options.out(await runCommand(words, options));
    return 0;
  } catch (error) {
    const lines = explainError(error).split("\n");
    options.error(lines.map((line) => `ERROR: ${line}\n`).join(""));
    return error instanceof ShimError ? error.exitCode : 1;
  }
}

async function runCommand(words: readonly string[], options: ShimOptions): Promise<string> {
  const command = findCommand(words);
  const args = parseArguments(words.slice(command.words.split(" ").length), command.options, command.words);
  const { http, cwd, identityHeader = KNOWN_HEADER } = options;
  if (http === undefined)
    throw new ShimError(
      "The labs' az finds no lab cloud: start one with npm start, or set LAB_HTTP to its address.",
    );
  const arm = createLabArm({ http: http.replace(/\/+$/, ""), identityHeader });
  const subscriptionPath = async () => `/subscriptions/${(await arm.subscription()).subscriptionId}`;
  const said = await command.run({ args, arm, cwd, subscriptionPath });
  const query = args.get("query");
  return writeOutput(
    query === undefined || said === undefined ? said : select(said, query),
    args.get("output"),
  );
}

function findCommand(words: readonly string[]): ShimCommand {
  const found = shimCommands.find((command) =>
    command.words.split(" ").every((word, index) => words[index] === word),
  );
  if (found) return found;
  const asked = words.slice(0, 3).filter((word) => !word.startsWith("-"));
  throw new ShimError(
    `The labs' az does not do "${asked.join(" ") || "nothing"}"; az --help lists what it does. On Azure use the Azure CLI.`,
    2,
  );
}

const isHelp = (words: readonly string[]) =>
  words.length === 0 || words.some((word) => word === "--help" || word === "-h");

function help(): string {
  const lines = shimCommands.map(({ words, options }) => {
    const named = Object.values(options).map(({ flags, required }) =>
      required ? flags[0] : `[${flags[0]}]`,
    );
    return `  az ${words} ${named.join(" ")}`.trimEnd();
  });
  return `The part of the Azure CLI that the labs use, for the lab cloud of this machine (LAB_HTTP, or the one of npm start).\n\n${lines.join("\n")}\n\nAll take [--output json|tsv|none] [--query PATH]. Parameters: @file.json, file.json or name=value.\n`;
}
