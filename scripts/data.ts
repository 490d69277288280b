import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { paths } from "../modules/src/config/paths.ts";
import type { LabelledPrompt } from "../modules/src/evaluation/labelled-prompt.ts";
import type { Outcome } from "../modules/src/evaluation/outcome.ts";
import { outcomesFile, readOutcomes } from "../modules/src/evaluation/read-outcomes.ts";
import { promptsFile, readPrompts } from "../modules/src/evaluation/read-prompts.ts";
import { loadTokenizer } from "../modules/src/lab-cloud/models/tokenizer.ts";
import { deriveOutcomes, outcomeId } from "./data/derive-outcomes.ts";
import { defaultFilesUrl, fetchFullRows } from "./data/fetch-full-rows.ts";
import { type FullRow, readFullRows } from "./data/full-row.ts";
import { scoreHeldOut } from "./data/held-out-scores.ts";
import { toJsonLines, writeJsonLines } from "./data/json-lines.ts";
import { makePrompts } from "./data/make-prompts.ts";
import { routeLlm, routerArena } from "./data/outcome-sources.ts";
import { scoredRouters } from "./data/scored-routers.ts";
import { printScoreboards } from "./data/show-scores.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";

const HELP = `npm run data:prompts | data:outcomes | data:score [-- flags]

data:prompts    makes the labelled prompts of data/prompts/routing.jsonl from the templates in scripts/data/templates
  --check         write nothing; end with 1 when the file holds something else
  --out FILE      write there instead

data:outcomes   derives data/outcomes/scores.jsonl: figures and router scores of real questions, without their text
  --from FILE     questions with text and outcomes, one JSON object a line with benchmark, domain, prompt, weak_correct,
                  strong_correct; may be repeated. Without it they are fetched from their public repositories,
                  github.com/${routeLlm.repository} and github.com/${routerArena.repository}
  --all           when fetching: take every question, not only those the file has (three times as many)
  --rows FILE     when fetching: keep the questions with their text here (.cache/outcomes/rows.jsonl)
  --files-url URL where the repositories' files are served (${defaultFilesUrl})
  --out FILE      write there instead

data:score      judges the rule router and the baselines on both files, with intervals
  --prompts FILE  labelled prompts (data/prompts/routing.jsonl)
  --outcomes FILE derived outcomes (data/outcomes/scores.jsonl)
  --resamples N   samples drawn for each interval (1000)
  --json          print the figures as JSON

  --help          show this
`;

const fetchedRowsFile = join(paths.cache, "outcomes", "rows.jsonl");

const shown = (file: string) => relative(process.cwd(), file) || file;

function prompts(out: string, check: boolean): boolean {
  const rows = makePrompts();
  if (!check) {
    writeJsonLines(out, rows);
    console.log(`${shown(out)}: ${describePrompts(rows)}.`);
    return true;
  }
  const same = existsSync(out) && readFileSync(out, "utf8") === toJsonLines(rows);
  if (same) console.log(`${shown(out)} is what the templates give.`);
  else console.error(`${shown(out)} is not what the templates give. Run npm run data:prompts.`);
  return same;
}

function describePrompts(rows: readonly LabelledPrompt[]): string {
  const count = (holds: (row: LabelledPrompt) => boolean) => rows.filter(holds).length;
  const templates = new Set(rows.map(({ template }) => template)).size;
  return `${rows.length} prompts of ${templates} templates, ${count(({ target }) => target === "cloud")} for the cloud; dev ${count(({ split }) => split === "dev")}, test ${count(({ split }) => split === "test")}`;
}

interface OutcomeFlags {
  readonly from: readonly string[];
  readonly all: boolean;
  readonly filesUrl: string;
  readonly keep: string;
  readonly out: string;
}

async function outcomes(flags: OutcomeFlags): Promise<boolean> {
  const { from, out } = flags;
  const rows = from.length > 0 ? from.flatMap((file) => readFullRows(resolve(file))) : await fetchRows(flags);
  const { count } = await loadTokenizer();
  console.log(`Training on four fifths of ${rows.length} questions, judging the fifth, five times ...`);
  const bert = await scoreHeldOut(rows, () => {});
  const derived = await deriveOutcomes({ rows, routers: scoredRouters, countTokens: count, given: { bert } });
  writeJsonLines(out, derived);
  const names = [...Object.keys(scoredRouters), "bert"].join(", ");
  console.log(`${shown(out)}: ${describeOutcomes(derived)}; scores of ${names}.`);
  return true;
}

/** Questions stay the same ones when scores are made anew: figures before and after can be compared. */
async function fetchRows({ filesUrl, all, keep, out }: OutcomeFlags): Promise<FullRow[]> {
  console.log(
    `Fetching from github.com/${routeLlm.repository} and github.com/${routerArena.repository} (${routeLlm.licence}), 16 MB ...`,
  );
  const rows = await fetchFullRows({ filesUrl });
  writeJsonLines(keep, rows);
  console.log(`${shown(keep)}: ${rows.length} questions with their text.`);
  if (all || !existsSync(out)) return rows;
  const known = new Set(readOutcomes(out).map(({ id }) => id));
  return rows.filter((row) => known.has(outcomeId(row)));
}

function describeOutcomes(rows: readonly Outcome[]): string {
  const groups = Map.groupBy(rows, ({ benchmark, split }) => `${benchmark} ${split}`);
  const counts = [...groups].map(([name, group]) => `${name} ${group.length}`).sort();
  return `${rows.length} questions (${counts.join(", ")})`;
}

function readCount(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number from 1 to 999999, not "${text}". See --help.`);
}

await runCommand({
  help: HELP,
  words: "prompts, outcomes or score",
  flags: {
    check: { type: "boolean", default: false },
    from: { type: "string", multiple: true, default: [] },
    all: { type: "boolean", default: false },
    rows: { type: "string", default: fetchedRowsFile },
    "files-url": { type: "string", default: defaultFilesUrl },
    prompts: { type: "string", default: promptsFile },
    outcomes: { type: "string", default: outcomesFile },
    out: { type: "string" },
    resamples: { type: "string", default: "1000" },
    json: { type: "boolean", default: false },
  },
  async run(flags, [command, ...others]) {
    if (others.length > 0) throw new UsageError(`"${others[0]}" means nothing here. See --help.`);
    if (command === "prompts") return prompts(resolve(flags.out ?? promptsFile), flags.check);
    if (command === "outcomes") {
      const { from, all, "files-url": filesUrl, rows, out = outcomesFile } = flags;
      if (all && from.length > 0)
        throw new UsageError("--all goes with fetching, not with --from. See --help.");
      return await outcomes({ from, all, filesUrl, keep: resolve(rows), out: resolve(out) });
    }
    if (command === "score") {
      await printScoreboards({
        prompts: readPrompts(resolve(flags.prompts)),
        outcomes: readOutcomes(resolve(flags.outcomes)),
        resamples: readCount("resamples", flags.resamples),
        asJson: flags.json,
      });
      return true;
    }
    throw new UsageError(`${command ? `"${command}" is no` : "Name a"} command: prompts, outcomes or score.`);
  },
});
