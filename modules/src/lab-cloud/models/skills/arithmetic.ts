import { evaluate, formatFraction, type Trouble } from "../expression.ts";
import type { Skill } from "./skill.ts";

/** Longer prompts are no sum. */
const LONGEST = 300;

/** What stands around a sum, in five languages. */
const AROUND =
  /^(?:(?:please|per favore|bitte|s['’]il (?:te|vous) plaît|por favor)[,\s]+)?(?:what(?:['’]s| is| does)|how much(?: is| does)?|calculate|compute|evaluate|solve|work out|quanto (?:fa|fanno|è)|calcola|cosa fa|was (?:ist|sind|ergibt)|wie ?viel (?:ist|sind|ergibt|macht)|berechne|rechne|combien (?:font|fait)|calcule[rz]?|cuánto (?:es|son|da)|cuanto es|calcula)?\s*[:,]?\s*(.+?)\s*(?:equal|make|aus|fa|font|=)?\s*$/isu;

/** Words and signs for what is done, each with its sign. */
const OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [/\s*(?:percent|per cent|per cento|percento|prozent|pour cent|por ciento)(?!\p{L})/giu, "%"],
  [/(?<!\p{L})(?:the )?square root of (\d+)(?!\p{L})/giu, "$1^(1/2)"],
  [/(?<!\p{L})(?:to the power of|raised to|elevato alla?|hoch|puissance|elevado a(?: la)?)(?!\p{L})/giu, "^"],
  [
    /(?<!\p{L})(?:multiplied by|times|moltiplicato per|per|mal|multipliziert mit|fois|multiplié par|multiplicado por|por|x)(?!\p{L})/giu,
    "*",
  ],
  [
    /(?<!\p{L})(?:divided by|over|diviso(?: per)?|geteilt durch|durch|divisé par|dividido (?:entre|por)|entre)(?!\p{L})/giu,
    "/",
  ],
  [/(?<!\p{L})(?:plus|più|and|más|mas)(?!\p{L})/giu, "+"],
  [/(?<!\p{L})(?:minus|meno|moins|menos)(?!\p{L})/giu, "-"],
  [/(?<!\p{L})squared(?!\p{L})/giu, "^2"],
  [/(?<!\p{L})cubed(?!\p{L})/giu, "^3"],
  [/%\s*(?:of|di|von|de)(?!\p{L})/giu, "%*"],
  [/[×·∙]/g, "*"],
  [/[÷:]/g, "/"],
  [/[−–]/g, "-"],
  [/\*\*/g, "^"],
];

const PERCENT_OF = /^(\d+(?:\.\d+)?)%\*(\d+(?:\.\d+)?)$/;

/** Reckons sums, exactly. */
export const arithmetic: Skill = {
  answer({ prompt }) {
    const sum = prompt.length <= LONGEST ? readSum(prompt) : undefined;
    const value = sum === undefined ? undefined : evaluate(sum);
    if (sum === undefined || value === undefined) return undefined;
    if (typeof value === "string") return `${written(sum)} ${TROUBLE[value]}.`;
    const { text, exact } = formatFraction(value);
    const [, percent, of] = PERCENT_OF.exec(sum) ?? [];
    if (percent !== undefined) return `${percent}% of ${of} is ${exact ? "" : "about "}${text}.`;
    return `${written(sum)} ${exact ? "=" : "≈"} ${text}.`;
  },
};

const TROUBLE: Readonly<Record<Trouble, string>> = {
  "zero-division": "has no value: nothing can be divided by zero",
  "too-large": "is too large to write down here",
  "not-rational": "is not a fraction, and only fractions are reckoned here",
};

/** The sum of a prompt in signs, without spaces; `undefined` when there is more than a sum, or only a number. */
function readSum(prompt: string): string | undefined {
  const bare = prompt.replace(/^[\s¿¡]+|[\s?!.=]+$/gu, "");
  let sum = AROUND.exec(bare)?.[1] ?? bare;
  for (const [word, sign] of OPERATIONS) sum = sum.replace(word, sign);
  sum = sum
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .replace(/(?<=\d),(?=\d)/g, ".")
    .replace(/\s+/g, "");
  // A zero in front belongs to a date or a number to dial.
  if (/(?<![\d.])0\d/.test(sum)) return undefined;
  return /^[-+*/^()%.\d]+$/.test(sum) && /\d[^\d.]+[\d(-]|[(-]\d.*[-+*/^]/.test(sum) ? sum : undefined;
}

/** With the signs of print, and space around them. */
function written(sum: string): string {
  return sum.replace(/(?<=[\d)%])([-+*/])/g, " $1 ").replaceAll("*", "×");
}
