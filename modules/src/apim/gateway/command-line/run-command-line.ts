import { explainError } from "../../../core/errors.ts";
import { describeProblem, LoadError } from "../../documents/load-error.ts";
import { type CommandIo, DONE, FAILED, REFUSED, UsageError } from "./command-io.ts";
import { EXPLAIN_HELP, explainCommand } from "./explain-command.ts";
import { START_HELP, startCommand } from "./start-command.ts";
import { VALIDATE_HELP, validateCommand } from "./validate-command.ts";

const HELP = `Runs real Azure API Management policies on this machine.

  apim-emulator start      a gateway on a port
  apim-emulator validate   what is wrong with policies, backends and gateways
  apim-emulator explain    what a policy does with a request, step by step

apim-emulator COMMAND --help tells more.
`;

interface Command {
  readonly help: string;
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  start: { help: START_HELP, run: startCommand },
  validate: { help: VALIDATE_HELP, run: validateCommand },
  explain: { help: EXPLAIN_HELP, run: explainCommand },
};

/** Runs `apim-emulator` with these arguments and gives its exit code: 0, 1 for a failure, 2 for what is refused. */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      io.out(HELP);
      return DONE;
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command)
      throw new UsageError(`There is no command "${name}". There are: ${Object.keys(COMMANDS).join(", ")}.`);
    if (rest.includes("--help") || rest.includes("-h")) {
      io.out(command.help);
      return DONE;
    }
    return await command.run(rest, io);
  } catch (error) {
    return tell(error, io);
  }
}

function tell(error: unknown, { out, error: say, isTerminal }: CommandIo): number {
  if (error instanceof LoadError) {
    const { problems } = error;
    if (!isTerminal) out(`${JSON.stringify({ event: "load-error", errors: problems })}\n`);
    else for (const problem of problems) say(`${describeProblem(problem)}\n`);
    return REFUSED;
  }
  say(`${explainError(error)}\n`);
  return error instanceof UsageError ? REFUSED : FAILED;
}
