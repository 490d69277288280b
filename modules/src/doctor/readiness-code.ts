import { LabError } from "../core/errors.ts";
import { checkValueOf, isIntact, symbolOfValue, valueOfSymbol } from "./check-symbol.ts";
import { CLOUDS, essentialsBy, LOCAL_MODELS, MEMORY_CLASSES, type Readiness, SYSTEMS } from "./readiness.ts";

/** A readiness code that cannot be read. */
class CodeError extends LabError {}

const DATA_SYMBOLS = 6;
const BITS_A_SYMBOL = 5;

/** Changes with the layout: a code of one version is not read by another. */
const VERSION = 1;

/** What the 30 bits of six symbols hold, from the highest: name and bits. Version and place of the version never change. */
const LAYOUT = [
  ["version", 3],
  ["system", 2],
  ["memory", 3],
  ["NODE", 1],
  ["PACKAGES", 1],
  ["BUILD", 1],
  ["NOTEBOOKS", 1],
  ["SETTINGS", 1],
  ["MEMORY", 1],
  ["DISK", 1],
  ["jupyter", 1],
  ["python", 1],
  ["npm", 1],
  ["ports", 1],
  ["proxy", 1],
  ["localModel", 2],
  ["cloud", 2],
  ["otherServer", 1],
  ["labs", 5],
] as const;

type Part = (typeof LAYOUT)[number][0];

const MOST_LABS = 31;

/** Six symbols and a check symbol, with a dash between them: `K7M2QX-4`. */
export function encodeReadiness(readiness: Readiness): string {
  const parts = partsOf(readiness);
  const number = LAYOUT.reduce((sum, [part, bits]) => (sum << bits) | parts[part], 0);
  const values = Array.from(
    { length: DATA_SYMBOLS },
    (_, index) => (number >> ((DATA_SYMBOLS - 1 - index) * BITS_A_SYMBOL)) & 31,
  );
  return `${values.map(symbolOfValue).join("")}-${symbolOfValue(checkValueOf(values))}`;
}

/**
 * What a code says. Small letters, spaces and dashes are taken as they come, O as 0, I and L as 1.
 * @throws CodeError when it is mistyped (any one wrong symbol, any two that changed places) or of another version
 */
export function decodeReadiness(code: string): Readiness {
  const values = readValues(code);
  if (!isIntact(values)) throw unreadable(code, "is mistyped: its last sign does not fit the others");
  const number = values.slice(0, DATA_SYMBOLS).reduce((sum, value) => (sum << BITS_A_SYMBOL) | value, 0);
  const part = (name: Part) => partOf(number, name);
  if (part("version") !== VERSION)
    throw unreadable(code, `is of version ${part("version")}, and this workshop reads version ${VERSION}`);
  const word = <Word>(words: readonly Word[], name: Part): Word => {
    const found = words[part(name)];
    if (found === undefined) throw unreadable(code, `says what no machine can be (${name})`);
    return found;
  };
  return {
    system: word(SYSTEMS, "system"),
    memory: word(MEMORY_CLASSES, "memory"),
    essentials: essentialsBy((id) => part(id) === 1),
    jupyter: part("jupyter") === 1,
    python: part("python") === 1,
    npm: part("npm") === 1,
    ports: part("ports") === 1,
    proxy: part("proxy") === 1,
    localModel: word(LOCAL_MODELS, "localModel"),
    cloud: word(CLOUDS, "cloud"),
    otherServer: part("otherServer") === 1,
    labs: part("labs"),
  };
}

/** Whether a text has the form of a code, right or mistyped: `K7M2QX-4`, or the same with a space or nothing between. */
export const looksLikeCode = (text: string): boolean => /^[0-9a-z]{6}[ -]?[0-9a-z]$/i.test(text.trim());

function partsOf(readiness: Readiness): Readonly<Record<Part, number>> {
  const essentials = readiness.essentials;
  return {
    version: VERSION,
    system: SYSTEMS.indexOf(readiness.system),
    memory: MEMORY_CLASSES.indexOf(readiness.memory),
    NODE: Number(essentials.NODE),
    PACKAGES: Number(essentials.PACKAGES),
    BUILD: Number(essentials.BUILD),
    NOTEBOOKS: Number(essentials.NOTEBOOKS),
    SETTINGS: Number(essentials.SETTINGS),
    MEMORY: Number(essentials.MEMORY),
    DISK: Number(essentials.DISK),
    jupyter: Number(readiness.jupyter),
    python: Number(readiness.python),
    npm: Number(readiness.npm),
    ports: Number(readiness.ports),
    proxy: Number(readiness.proxy),
    localModel: LOCAL_MODELS.indexOf(readiness.localModel),
    cloud: CLOUDS.indexOf(readiness.cloud),
    otherServer: Number(readiness.otherServer),
    labs: Math.min(readiness.labs, MOST_LABS),
  };
}

function partOf(number: number, name: Part): number {
  const index = LAYOUT.findIndex(([part]) => part === name);
  const below = LAYOUT.slice(index + 1).reduce((sum, [, bits]) => sum + bits, 0);
  return (number >> below) & (2 ** (LAYOUT[index]?.[1] ?? 0) - 1);
}

function readValues(code: string): number[] {
  const signs = [...code.replace(/[\s-]/g, "")];
  if (signs.length !== DATA_SYMBOLS + 1)
    throw unreadable(code, `has ${signs.length} letters and digits, not ${DATA_SYMBOLS + 1}`);
  return signs.map((sign) => {
    const value = valueOfSymbol(sign);
    if (value === undefined) throw unreadable(code, `has ${JSON.stringify(sign)} in it, which no code has`);
    return value;
  });
}

const unreadable = (code: string, problem: string) =>
  new CodeError(`The code ${JSON.stringify(code.trim().slice(0, 40))} ${problem}.`, {
    code: "CODE_UNREADABLE",
    hint: "Compare it with what npm run doctor printed.",
  });
