import { nearestName } from "../../config/nearest-name.ts";
import { ShimError } from "./shim-error.ts";

/** One option of a command: its name in the program, and how it may be written. */
export interface ShimOption {
  readonly flags: readonly string[];
  readonly required?: boolean;
  /** Takes all words up to the next option. */
  readonly many?: boolean;
  /** Takes no value. */
  readonly bare?: boolean;
}

export interface ParsedArguments {
  /** The value of an option; the first of several. */
  get(name: string): string | undefined;
  /** The value of a required option. */
  need(name: string): string;
  all(name: string): readonly string[];
  has(name: string): boolean;
}

/** What every command takes. */
const GLOBAL: Readonly<Record<string, ShimOption>> = {
  output: { flags: ["--output", "-o"] },
  query: { flags: ["--query"] },
  subscription: { flags: ["--subscription"] },
  onlyShowErrors: { flags: ["--only-show-errors"], bare: true },
  debug: { flags: ["--debug"], bare: true },
  verbose: { flags: ["--verbose"], bare: true },
};

/** @throws ShimError (2) for an option that is unknown, repeated without need, or lacks its value */
export function parseArguments(
  words: readonly string[],
  options: Readonly<Record<string, ShimOption>>,
  command: string,
): ParsedArguments {
  const known = { ...GLOBAL, ...options };
  const byFlag = new Map(
    Object.entries(known).flatMap(([name, { flags }]) => flags.map((flag) => [flag, name] as const)),
  );
  const values = new Map<string, string[]>();
  let current: string | undefined;
  for (const [flag, inline] of words.flatMap(splitInline)) {
    const name = byFlag.get(flag);
    if (name !== undefined) {
      current = name;
      values.set(name, [...(values.get(name) ?? []), ...(inline === undefined ? [] : [inline])]);
      continue;
    }
    if (current === undefined || flag.startsWith("--") || !takesMore(known[current], values.get(current))) {
      throw unknownWord(flag, [...byFlag.keys()]);
    }
    values.get(current)?.push(flag);
  }
  check(known, values, command);
  const all = (name: string) => values.get(name) ?? [];
  return {
    get: (name) => all(name)[0],
    need: (name) => all(name)[0] ?? "",
    all,
    has: (name) => values.has(name),
  };
}

/** `--name=value` is `--name value`. */
function splitInline(word: string): [string, string?][] {
  const parts = /^(--[\w-]+)=(.*)$/s.exec(word);
  return parts ? [[parts[1] ?? "", parts[2] ?? ""]] : [[word]];
}

const takesMore = (option: ShimOption | undefined, given: readonly string[] = []) =>
  option !== undefined && !option.bare && (option.many === true || given.length === 0);

function check(
  options: Readonly<Record<string, ShimOption>>,
  values: ReadonlyMap<string, readonly string[]>,
  command: string,
): void {
  for (const [name, { flags, bare, required }] of Object.entries(options)) {
    const given = values.get(name);
    if (given === undefined && required)
      throw new ShimError(`the following arguments are required: ${flags.join("/")} (az ${command})`, 2);
    if (given && !bare && given.length === 0)
      throw new ShimError(`argument ${flags.join("/")}: expected one argument`, 2);
  }
}

function unknownWord(word: string, known: readonly string[]): ShimError {
  const near = nearestName(word, known);
  return new ShimError(
    `unrecognized arguments: ${word}.${near === undefined ? "" : ` Did you mean ${near}?`}`,
    2,
  );
}
