import { relative, resolve } from "node:path";
import { LANGUAGES, type Language } from "../modules/src/evaluation/labelled-prompt.ts";
import { promptsFile, readPrompts } from "../modules/src/evaluation/read-prompts.ts";
import { cardLines, dataCard } from "./data/data-card.ts";
import { generateSet, LOCAL_RATIOS, SET_KINDS, type SetKind } from "./data/generate-set.ts";
import { writeJsonLines } from "./data/json-lines.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { readNumber, readWhole } from "./scoring/read-flag.ts";

const HELP = `npm run data:generate -- --kind bert|phi --out FILE [flags]
Makes a set of labelled prompts from the templates in scripts/data/templates, to train routers on: each with a target (local
or cloud), one of three classes (complexity: simple, moderate, complex), language, style and split. Labels are opinions by a
written rule: data/prompts/README.md. A template is in the split that it has in the shipped set, whatever the seed.

  --kind bert            prompts in four styles: clean, paraphrase, typos, pasted code
  --kind phi             these, and edge cases: one word, capitals, two languages, orders to the router and others
  --out FILE             one JSON object a line, written whole or not at all
  --count N              how many (2000)
  --seed S               other questions, wordings and slips (1)
  --local-ratio R        share of prompts that stay local, 0 to 1 (bert ${LOCAL_RATIOS.bert}, phi ${LOCAL_RATIOS.phi})
  --languages en,it,...  of ${LANGUAGES.join(", ")} (all)
  --report               print what a set holds and what leaks in it; ends with 1 when anything does
  --in FILE              the set for --report (data/prompts/routing.jsonl)
  --help                 this text
`;

function readKind(text: string): SetKind {
  const kind = SET_KINDS.find((one) => one === text);
  if (kind) return kind;
  throw new UsageError(`--kind must be ${SET_KINDS.join(" or ")}, not "${text}". See --help.`);
}

function readRatio(text: string): number {
  const ratio = readNumber("local-ratio", text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new UsageError(`--local-ratio must lie between 0 and 1, not "${text}". See --help.`);
}

function readLanguages(text: string): Language[] {
  const named = text.split(",").map((one) => one.trim());
  return named.map((name) => {
    const language = LANGUAGES.find((one) => one === name);
    if (language) return language;
    throw new UsageError(`--languages: "${name}" is none of ${LANGUAGES.join(", ")}.`);
  });
}

function readSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--seed must be a whole number, not "${text}". See --help.`);
}

/** Whether the set is free of leaks. */
function report(file: string): boolean {
  const card = dataCard(readPrompts(resolve(file)));
  console.log(cardLines(card).join("\n"));
  return card.leaks.count === 0;
}

await runCommand({
  help: HELP,
  flags: {
    kind: { type: "string", default: "bert" },
    out: { type: "string" },
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    "local-ratio": { type: "string" },
    languages: { type: "string", default: LANGUAGES.join(",") },
    report: { type: "boolean", default: false },
    in: { type: "string", default: promptsFile },
  },
  async run(flags) {
    if (flags.report) return report(flags.in);
    if (!flags.out) throw new UsageError("--out is missing. See --help.");
    const kind = readKind(flags.kind);
    const ratio = flags["local-ratio"];
    const { rows, leftOut } = generateSet({
      kind,
      count: readWhole("count", flags.count),
      seed: readSeed(flags.seed),
      localRatio: ratio === undefined ? LOCAL_RATIOS[kind] : readRatio(ratio),
      languages: [...new Set(readLanguages(flags.languages))],
    });
    const out = resolve(flags.out);
    writeJsonLines(out, rows);
    const [first = "", ...others] = cardLines(dataCard(rows));
    const dropped = leftOut === 0 ? "" : ` ${leftOut} more were left out, since they say what another says.`;
    console.log([`${relative(process.cwd(), out)}: ${first}${dropped}`, ...others].join("\n"));
    return true;
  },
});
