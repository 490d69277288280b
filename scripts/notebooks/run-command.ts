import { constants } from "node:os";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { explainError } from "../../modules/src/core/errors.ts";

type Parsed<Flags extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Flags; allowPositionals: true }>
>;

export interface Command<Flags extends ParseArgsOptionsConfig> {
  readonly help: string;
  readonly flags: Flags;
  /** What words beside the flags mean; without it there are none. */
  readonly words?: string;
  /** It stops in order on Ctrl-C, and sets the exit code itself. */
  readonly stopsItself?: boolean;
  /** Whether all is well; false when the lines that tell what is wrong are printed already. */
  readonly run: (flags: Parsed<Flags>["values"], words: readonly string[]) => Promise<boolean>;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {}

const ENDING = ["SIGTERM", "SIGHUP"] as const;

/** Runs a command: exit code 0 when all is well, 1 when not, 2 when the command line cannot be understood. */
export async function runCommand<const Flags extends ParseArgsOptionsConfig>(
  command: Command<Flags>,
): Promise<void> {
  // A lab's kernel is killed when this process ends, not when a signal cuts it off.
  for (const signal of command.stopsItself ? ENDING : (["SIGINT", ...ENDING] as const))
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  try {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) return void process.stdout.write(command.help);
    const { values, positionals } = parse(args, command);
    const done = await command.run(values, positionals);
    process.exitCode ??= done ? 0 : 1;
  } catch (error) {
    console.error(explainError(error));
    process.exitCode = error instanceof UsageError ? 2 : (process.exitCode ?? 1);
  }
}

function parse<Flags extends ParseArgsOptionsConfig>(args: string[], command: Command<Flags>): Parsed<Flags> {
  try {
    const parsed: Parsed<Flags> = parseArgs({ args, options: command.flags, allowPositionals: true });
    const [word] = parsed.positionals;
    if (word !== undefined && command.words === undefined)
      throw new UsageError(`"${word}" means nothing here`);
    return parsed;
  } catch (error) {
    // parseArgs explains itself at length; its first sentence says what is wrong.
    const [said = ""] = explainError(error).split(/\.\s|\n/);
    throw new UsageError(`${said.replace(/\.$/, "")}. See --help.`);
  }
}

/**
 * A flag that is a number of seconds, as milliseconds.
 * @throws UsageError
 */
export function readSeconds(name: string, text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new UsageError(`--${name} must be a number of seconds above 0, not "${text}".`);
  return seconds * 1000;
}
