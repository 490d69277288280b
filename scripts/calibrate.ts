import { basename, resolve } from "node:path";
import { paths } from "../modules/src/config/paths.ts";
import { SettingsError } from "../modules/src/core/errors.ts";
import { promptsFile } from "../modules/src/evaluation/read-prompts.ts";
import { type ShareThreshold, thresholdForShare } from "../modules/src/evaluation/thresholds.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { setEnvLine } from "./scoring/env-line.ts";
import { type HeldOutShare, heldOutShare, plainThreshold, shareFrom } from "./scoring/held-out-share.ts";
import { openRouter, routerNames } from "./scoring/open-router.ts";
import { readNumber } from "./scoring/read-flag.ts";
import { type KnownScore, readScores } from "./scoring/read-scores.ts";

const HELP = `npm run calibrate -- --share PERCENT --router NAME [flags]
Finds the threshold at which a router sends this share of questions to the strong model (the cloud), and says how well that
holds on questions it was not chosen on: the rows are halved again and again, the threshold is chosen on one half and counted
on the other. It holds for questions like those; of others it may send more or fewer.

  --share PERCENT   0 to 100
  --router NAME     ${routerNames().join(", ")};
                    or a file that exports a router of your own: ./my-router.mts
  --input FILE      rows with a "prompt", one JSON object a line: scored ones (npm run route) are taken as they are, others are
                    scored now (data/prompts/routing.jsonl)
  --write           put the setting into .env, for routers that have one
  --json            print the figures as JSON
  --help            this text
`;

/** Variables that hold a router's threshold. */
const SETTINGS: Readonly<Record<string, string>> = {
  rule: "COMPLEXITY_THRESHOLD",
  bert: "BERT_SCORE_THRESHOLD",
};

interface Report extends ShareThreshold {
  readonly router: string;
  readonly file: string;
  readonly rows: number;
  readonly askedShare: number;
  readonly differentScores: number;
  readonly heldOut: HeldOutShare;
  /** Share at the threshold, by benchmark where the rows have several. */
  readonly byBenchmark: readonly { readonly name: string; readonly rows: number; readonly share: number }[];
}

function calibrate(router: string, file: string, scores: readonly KnownScore[], askedShare: number): Report {
  const all = scores.map(({ score }) => score);
  const { threshold, share } = thresholdForShare(all, askedShare);
  const benchmarks = Map.groupBy(scores, ({ benchmark }) => benchmark ?? "");
  return {
    router,
    file: basename(file),
    rows: scores.length,
    askedShare,
    share,
    threshold: plainThreshold(all, threshold),
    differentScores: new Set(all).size,
    heldOut: heldOutShare(all, askedShare),
    byBenchmark:
      benchmarks.size < 2
        ? []
        : [...benchmarks].map(([name, group]) => ({
            name: name || "no benchmark",
            rows: group.length,
            share: shareFrom(
              group.map(({ score }) => score),
              threshold,
            ),
          })),
  };
}

/** One half to choose on, one to count on. */
const LEAST_ROWS = 2;

const tooFew = (file: string, rows: number) =>
  new SettingsError(
    [
      `${basename(file)} has ${rows} ${rows === 1 ? "row" : "rows"} with a score; a threshold needs ${LEAST_ROWS}.`,
    ],
    "Give some hundreds.",
  );

/** A score of few values, or few rows, may land further off than this. */
const NEAR = 0.05;

function lines(report: Report): string[] {
  const { router, file, rows, askedShare, threshold, share, heldOut, byBenchmark, differentScores } = report;
  const from = Number.isFinite(threshold)
    ? `from the score ${threshold} on`
    : "with a threshold above every score";
  return [
    `${router}: ${from}, ${percent(share)} of the ${rows} rows of ${file} go to the strong model (asked for: ${percent(askedShare)}).`,
    `Held out, over ${heldOut.halvings} halvings: ${percent(heldOut.least)} to ${percent(heldOut.most)}, ${percent(heldOut.mean)} on average; the farthest is ${points(heldOut.farthest)} off.`,
    ...(heldOut.farthest > NEAR
      ? [`More cannot be expected here: the ${rows} rows have ${differentScores} different scores.`]
      : []),
    ...byBenchmark.map(({ name, rows: count, share: one }) => `  ${name}: ${percent(one)} of ${count}`),
  ];
}

function howToUse({ router, threshold }: Report): string {
  if (!Number.isFinite(threshold)) return "No setting sends none at all; leave the cloud out instead.";
  const setting = SETTINGS[router];
  const flag = `npm run route -- --router ${router} --threshold ${threshold} ...`;
  return setting ? `To use it: ${setting}=${threshold} in .env, or ${flag}` : `To use it: ${flag}`;
}

function write({ router, threshold }: Report): string {
  const setting = SETTINGS[router];
  if (!setting)
    throw new UsageError(
      `--write: ${router} has no threshold in .env; ${Object.keys(SETTINGS).join(", ")} has one.`,
    );
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new UsageError(`--write: ${setting} must lie between 0 and 1, and ${threshold} does not.`);
  }
  setEnvLine(paths.envFile, setting, String(threshold));
  return `${setting}=${threshold} is in .env now.`;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

const points = (share: number) => `${(share * 100).toFixed(1)} points`;

function readShare(text: string | undefined): number {
  if (text === undefined) throw new UsageError("--share is missing. See --help.");
  const share = readNumber("share", text.replace(/\s*%$/, ""));
  if (share >= 0 && share <= 100) return share / 100;
  throw new UsageError(`--share must be a percentage from 0 to 100, not "${text}". See --help.`);
}

await runCommand({
  help: HELP,
  flags: {
    share: { type: "string" },
    router: { type: "string" },
    input: { type: "string", default: promptsFile },
    write: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
  async run(flags) {
    const share = readShare(flags.share);
    if (!flags.router) throw new UsageError("--router is missing. See --help.");
    const { router, close } = await openRouter(flags.router);
    const file = resolve(flags.input);
    const scores = await readScores(file, router).finally(close);
    if (scores.length < LEAST_ROWS) throw tooFew(file, scores.length);
    const report = calibrate(router.name, file, scores, share);
    const said = flags.write ? write(report) : howToUse(report);
    if (flags.json) console.log(JSON.stringify({ ...report, setting: SETTINGS[report.router] }, null, 2));
    else console.log([...lines(report), said].join("\n"));
    return true;
  },
});
