import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { percentile } from "../modules/src/evaluation/percentile.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { openDraft } from "./scoring/draft-file.ts";
import { checkRows, type InputRow, readRows } from "./scoring/input-rows.ts";
import { isRouterFile, type OpenRouter, openRouter, routerNames } from "./scoring/open-router.ts";
import { progressLine } from "./scoring/progress-line.ts";
import { readFraction, readNumber, readWhole } from "./scoring/read-flag.ts";
import { scoreRows } from "./scoring/score-rows.ts";

const HELP = `npm run route -- --router NAME --input rows.jsonl --output scored.jsonl [flags]
Lets a router score each row of a file, for npm run evaluate and npm run calibrate.

A row is one JSON object a line with a "prompt". All its fields are kept, and these are added:
  score       higher = rather the strong model
  threshold   score from which the strong model (the cloud) is asked
  target      local or cloud, as the router decides; a row's own target, its label, moves to target_label
  confidence  probability that the decision is right, when the router measures one
  scores      probability of each class, when the router has them
  ms          milliseconds the decision took
  router      NAME; decided_by when another router of its chain decided, skipped when some could not

  --router NAME     ${routerNames().join(", ")};
                    or a file that exports a router of your own: ./my-router.mts
  --input FILE      "-" reads standard input
  --output FILE     written once every row is scored, or not at all; "-" writes to standard output
                    (use npm run -s, or npm's own lines come with it)
  --threshold X     decide at this score instead of the router's own; 0 to 1, unless a file's router scores otherwise
  --limit N         only the first N rows
  --keep-going      a row that the router cannot decide on is written with its reason in "error" and without a score;
                    otherwise it ends the command
  --help            this text
`;

interface RouteFlags {
  readonly router: string;
  readonly input: string;
  readonly output: string;
  readonly threshold: number | undefined;
  readonly limit: number | undefined;
  readonly keepGoing: boolean;
}

/** Standard streams go through a folder of our own: input is read twice, output is written once it is whole. */
async function withFiles(flags: RouteFlags, work: (flags: RouteFlags) => Promise<string>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "route-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const input = flags.input === "-" ? join(folder, "standard input") : resolve(flags.input);
  const output = flags.output === "-" ? join(folder, "standard output") : resolve(flags.output);
  if (flags.input === "-") await pipeline(process.stdin, createWriteStream(input));
  const said = await work({ ...flags, input, output });
  if (flags.output !== "-") return console.log(`${relative(process.cwd(), output)}: ${said}`);
  await pipeline(createReadStream(output), process.stdout, { end: false });
  console.error(said);
}

async function scoreFile(flags: RouteFlags): Promise<string> {
  const opened = await openRouter(flags.router);
  try {
    return await scoreBy(opened, flags);
  } finally {
    await opened.close();
  }
}

async function scoreBy({ router }: OpenRouter, flags: RouteFlags): Promise<string> {
  const { input, output, limit = Number.POSITIVE_INFINITY } = flags;
  const rows = Math.min(limit, await checkRows(input));
  const bar = progressLine(rows, "rows scored");
  const draft = openDraft(output);
  const tally: Tally = { rows: 0, strong: 0, undecided: 0, ms: [] };
  try {
    const scored = scoreRows(firstRows(readRows(input), limit), router, { ...flags, router: router.name });
    for await (const { fields, decision } of scored) {
      draft.write(`${JSON.stringify(fields)}\n`);
      tally.rows += 1;
      if (decision) tally.ms.push(decision.ms);
      if (!decision) tally.undecided += 1;
      else if (fields.target === "cloud") tally.strong += 1;
      bar.show(tally.rows);
    }
    draft.keep();
  } finally {
    draft.discard();
    bar.clear();
  }
  return sayTally(router.name, tally);
}

async function* firstRows(rows: AsyncIterable<InputRow>, limit: number): AsyncGenerator<InputRow> {
  let given = 0;
  for await (const row of rows) {
    if (++given > limit) return;
    yield row;
  }
}

interface Tally {
  rows: number;
  strong: number;
  undecided: number;
  readonly ms: number[];
}

function sayTally(router: string, { rows, strong, undecided, ms }: Tally): string {
  const decided = rows - undecided;
  const share = decided > 0 ? `${((100 * strong) / decided).toFixed(1)} % of them to the strong model` : "";
  const parts = [
    `${decided} rows scored by ${router}${share && `, ${share}`}`,
    decided > 0 ? `${percentile(ms, 0.5).toFixed(2)} ms a row (median)` : "",
    undecided > 0 ? `${undecided} that it could not decide on (see "error")` : "",
  ];
  return `${parts.filter((part) => part !== "").join("; ")}.`;
}

function required(name: string, value: string | undefined): string {
  if (value) return value;
  throw new UsageError(`--${name} is missing. See --help.`);
}

/** Scores of the workshop's routers lie from 0 to 1; what those of one's own do is not known. */
const readThreshold = (text: string, router: string) =>
  isRouterFile(router) ? readNumber("threshold", text) : readFraction("threshold", text);

await runCommand({
  help: HELP,
  flags: {
    router: { type: "string" },
    input: { type: "string" },
    output: { type: "string" },
    threshold: { type: "string" },
    limit: { type: "string" },
    "keep-going": { type: "boolean", default: false },
  },
  async run({ router, input, output, threshold, limit, "keep-going": keepGoing }) {
    const flags = {
      router: required("router", router),
      input: required("input", input),
      output: required("output", output),
      threshold: threshold === undefined ? undefined : readThreshold(threshold, required("router", router)),
      limit: limit === undefined ? undefined : readWhole("limit", limit),
      keepGoing,
    };
    await withFiles(flags, scoreFile);
    return true;
  },
});
