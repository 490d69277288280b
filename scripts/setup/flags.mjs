// @ts-check
import { parseArgs } from "node:util";

/**
 * One flag: `text` names the value it takes, without it the flag is a switch.
 * @typedef {{ readonly about: string, readonly text?: string, readonly short?: string }} Flag
 */

/** What `npm start` takes. @satisfies {Record<string, Flag>} */
export const startFlags = {
  "no-jupyter": { about: "start without JupyterLab" },
  "no-open": { about: "do not open the browser" },
  "port-lab-http": { about: "lab cloud and hub page (4300)", text: "N" },
  "port-lab-https": { about: "lab cloud over https (4343)", text: "N" },
  "port-local-model": { about: "local model (5273)", text: "N" },
  "port-jupyter": { about: "JupyterLab (8888)", text: "N" },
};

/** What setup.mjs takes besides. @satisfies {Record<string, Flag>} */
export const setupFlags = {
  "no-models": { about: "do not fetch the local model" },
  // biome-ignore lint/suspicious/noThenProperty: the flag is named so in package.json, nothing awaits this object.
  then: { about: "run SCRIPT on the workshop's own Node when all is ready", text: "SCRIPT" },
};

/** A command line that cannot be understood; its message is the one line to print. */
export class FlagError extends Error {}

/**
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, Flag>>} flags those of the command; `help` is known everywhere
 * @param {string} help the command line that lists them, for messages
 * @returns {{ readonly switches: ReadonlySet<string>, readonly texts: ReadonlyMap<string, string> }}
 * @throws {FlagError} on an unknown flag, a missing or bad value or a stray word
 */
export function readFlags(args, flags, help) {
  const known = new Map(Object.entries({ ...flags, ...HELP }));
  /** @type {Set<string>} */
  const switches = new Set();
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const token of tokensOf(args, known)) {
    if (token.kind === "positional") throw new FlagError(`Nothing takes "${token.value}" here. See ${help}.`);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const flag = known.get(name);
    if (!flag) throw new FlagError(`There is no flag ${rawName}. See ${help}.`);
    if (!flag.text && value !== undefined) throw new FlagError(`${rawName} takes no value. See ${help}.`);
    if (!flag.text) switches.add(name);
    else if (!value) throw new FlagError(`${rawName} needs a value: ${rawName} ${flag.text}.`);
    else texts.set(name, value);
  }
  checkPorts(texts);
  return { switches, texts };
}

/** @type {Readonly<Record<string, Flag>>} */
const HELP = { help: { about: "show this", short: "h" } };

/**
 * @param {readonly string[]} args
 * @param {ReadonlyMap<string, Flag>} known
 */
function tokensOf(args, known) {
  /** @type {import("node:util").ParseArgsOptionsConfig} */
  const options = {};
  for (const [name, flag] of known)
    options[name] = { type: flag.text ? "string" : "boolean", ...(flag.short && { short: flag.short }) };
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

/** @param {ReadonlyMap<string, string>} texts */
function checkPorts(texts) {
  for (const [name, text] of texts) {
    if (!name.startsWith("port-")) continue;
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
      throw new FlagError(
        `--${name} must be a whole number from 0 to 65535 (0 = any free port), not "${text}".`,
      );
  }
}

/**
 * The aligned lines of a help text.
 * @param {Readonly<Record<string, Flag>>} flags
 */
export function describeFlags(flags) {
  const rows = Object.entries(flags).map(([name, flag]) => ({
    left: `--${name}${flag.text ? ` ${flag.text}` : ""}`,
    right: flag.about,
  }));
  const width = Math.max(...rows.map((row) => row.left.length));
  return rows.map((row) => `  ${row.left.padEnd(width)}  ${row.right}`).join("\n");
}

/**
 * npm keeps flags that come before `--` for itself and leaves a trace in the environment.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string[]} the flags as they were meant
 */
export function flagsKeptByNpm(environment) {
  return Object.keys({ ...startFlags, "no-models": true }).flatMap((name) => {
    const key = `npm_config_${name.replace(/^no-/, "").replaceAll("-", "_")}`;
    const kept = name.startsWith("no-") ? environment[key] === "" : environment[key] !== undefined;
    return kept ? [`--${name}`] : [];
  });
}
