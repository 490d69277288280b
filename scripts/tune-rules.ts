import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { outcomesFile, readOutcomes } from "../modules/src/evaluation/read-outcomes.ts";
import { promptsFile, readPrompts } from "../modules/src/evaluation/read-prompts.ts";
import { readRules, rulesFile } from "../modules/src/routers/read-rules.ts";
import type { RuleSet } from "../modules/src/routers/rule-set.ts";
import { saveRules } from "../modules/src/routers/save-rules.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { everydayFile, readEveryday } from "./tuning/everyday-prompts.ts";
import { crossValidate, describeEveryday, describeOutcomes, describeSplit } from "./tuning/report.ts";
import { OBJECTIVE } from "./tuning/search-weights.ts";
import { tuneRules } from "./tuning/tune.ts";

const HELP = `npm run tune:rules -- [flags]
Chooses the weights of the rule router on the dev split of the labelled prompts and on the everyday prompts, and shows how
they do. The test split and real outcomes are shown only; they choose nothing. The same words and prompts always give the
same weights.

  --write         write the weights into the rule file
  --check         end with 1 when the rule file has other weights
  --rules FILE    the signals, whose words, patterns and signs stay as they are (data/rules.yaml)
  --prompts FILE  labelled prompts (data/prompts/routing.jsonl)
  --everyday FILE ordinary prompts (data/prompts/everyday.yaml)
  --help          this text

It makes as small as it can: ${OBJECTIVE}.
`;

const COMMAND = "npm run tune:rules -- --write";

function describeWeights(before: RuleSet, after: RuleSet): string[] {
  const line = (name: string, from: number, to: number) =>
    `  ${name.padEnd(16)}${from.toFixed(2).padStart(6)}${from === to ? "" : ` -> ${to.toFixed(2)}`}`;
  return [
    "Weights",
    line("base", before.base, after.base),
    line("threshold", before.threshold, after.threshold),
    ...after.signals.map(({ name, weight }, at) => line(name, before.signals[at]?.weight ?? 0, weight)),
  ];
}

/** Everything of a rule set that tuning decides. */
const chosen = ({ base, threshold, signals }: RuleSet) => [
  base,
  threshold,
  ...signals.map(({ weight }) => weight),
];

await runCommand({
  help: HELP,
  flags: {
    write: { type: "boolean" },
    check: { type: "boolean" },
    rules: { type: "string", default: rulesFile },
    prompts: { type: "string", default: promptsFile },
    everyday: { type: "string", default: everydayFile },
  },
  async run({ write = false, check = false, rules: ruleFile, prompts, everyday: everydayPath }) {
    if (write && check) throw new UsageError("--write and --check do not go together.");
    const before = readRules(resolve(ruleFile));
    const rows = readPrompts(resolve(prompts));
    const dev = rows.filter(({ split }) => split === "dev");
    const test = rows.filter(({ split }) => split === "test");
    const everyday = readEveryday(resolve(everydayPath));
    const after = tuneRules(before, dev, everyday);
    const same = isDeepStrictEqual(chosen(before), chosen(after));
    const said = [
      describeWeights(before, after),
      await describeSplit("dev", after, dev),
      [
        `Cross-validated over the dev split's templates: ${(100 * (await crossValidate(after, dev, everyday))).toFixed(1)}% right`,
      ],
      [await describeEveryday(after, everyday)],
      await describeSplit("test", after, test),
      existsSync(outcomesFile)
        ? describeOutcomes(readOutcomes())
        : ["Real outcomes: there is no data/outcomes/scores.jsonl."],
    ];
    console.log(said.map((lines) => lines.join("\n")).join("\n\n"));
    if (write) {
      const on = `the ${dev.length} prompts of the dev split of ${basename(prompts)} and the ${everyday.length} of ${basename(everydayPath)}`;
      const date = new Date().toISOString().slice(0, 10);
      saveRules(resolve(ruleFile), { ...after, tuned: { on, date, command: COMMAND, objective: OBJECTIVE } });
      console.log(`\n✓ ${basename(ruleFile)} written.`);
    }
    if (check && !same) console.log(`\n${basename(ruleFile)} has other weights. Run: ${COMMAND}`);
    return !check || same;
  },
});
