import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { stringify } from "yaml";
import { SettingsError } from "../core/errors.ts";
import { checkRules, type RuleSet, type RuleSignal } from "./rule-set.ts";

const HEAD = `# What the rule router looks for in a query, and what each find is worth.
#
#   score  = base + the weights of all signals that are found, held within 0 and 1
#   route  = cloud when score >= threshold, else local
#
# A signal is found when its conditions hold and one of its words, or its pattern, is in the query. A weight above 0 pulls
# to the cloud, one below 0 to the local model.
#
#   words            by language, parted by commas; matched whole, without regard to case and accents; "explain*" stands
#                    for any ending. All languages are looked for in every query. A word inside a compound is not found
#                    ("vergleich*" in "Preisvergleich").
#   pattern          a regular expression (flag u) on the query as it is written
#   atLeastFinds     words count only when at least so many different ones are found
#   atMostWords      only queries of at most so many words count
#   atLeastWords     only queries of at least so many words count
#
# At most 4000 characters of a query are looked at: its two ends. What is written without spaces counts as a word for every
# 20 characters.
`;

const LINE_WIDTH = 120;

/**
 * Writes rules as a file that readRules gives back, and its folder when there is none. What was there is replaced in one step.
 * @throws SettingsError when the rules cannot be used or the file cannot be written.
 */
export function saveRules(file: string, rules: RuleSet): void {
  checkRules(rules);
  const draft = `${file}.${randomUUID()}.draft`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, rulesText(rules), { flag: "wx" });
    renameSync(draft, file);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new SettingsError([`The rule file ${basename(file)} cannot be written (${code}).`]);
  }
}

function rulesText(rules: RuleSet): string {
  const { base, threshold, tuned, signals } = rules;
  const parts = [HEAD, ...fieldLines({ base, threshold }, "")];
  if (tuned) parts.push("tuned:", ...fieldLines(tuned, "  "));
  parts.push("signals:", ...signals.map(signalText));
  return `${parts.join("\n").trimEnd()}\n`;
}

function signalText({ words, ...signal }: RuleSignal): string {
  const { name, about, weight, atLeastFinds, atMostWords, atLeastWords, pattern } = signal;
  const fields = { about, weight, atLeastFinds, atMostWords, atLeastWords, pattern };
  const lines = [`  - name: ${scalar(name)}`, ...fieldLines(fields, "    ")];
  if (words) lines.push("    words:", ...Object.entries(words).map(wordsText));
  return `${lines.join("\n")}\n`;
}

function fieldLines(fields: object, indent: string): readonly string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${indent}${name}: ${scalar(value)}`);
}

/** A folded text: words parted by commas, lines broken between them. */
function wordsText([language, entries]: [string, readonly string[]]): string {
  const lines = [`      ${scalar(language)}: >-`];
  let line = INDENT;
  for (const [index, entry] of entries.entries()) {
    const text = `${entry.trim().replace(/\s+/g, " ")}${index === entries.length - 1 ? "" : ","}`;
    if (line !== INDENT && line.length + 1 + text.length > LINE_WIDTH) {
      lines.push(line);
      line = INDENT;
    }
    line += line === INDENT ? text : ` ${text}`;
  }
  return [...lines, line].join("\n");
}

const INDENT = " ".repeat(8);

/** A value in one line. */
const scalar = (value: unknown) => stringify([value], ONE_LINE).trim().slice(1, -1);

const ONE_LINE = { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false } as const;
