import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { readCatalog } from "../modules/src/catalog/read-catalog.ts";
import { paths } from "../modules/src/config/paths.ts";
import { explainError, LabError } from "../modules/src/core/errors.ts";
import { formatKpi } from "../modules/src/notebook/format-kpi.ts";
import { type Command, runCommand, UsageError } from "./notebooks/run-command.ts";
import { joinRows } from "./report/join-rows.ts";
import { type Period, readPeriod } from "./report/read-period.ts";
import { readSources } from "./report/read-sources.ts";
import { type Report, renderReport, sayBeside } from "./report/report-page.ts";
import { type ReportSection, reportSections } from "./report/report-sections.ts";
import { pricedModel } from "./scoring/list-price.ts";

const HELP = `npm run report -- --ledger FILE [flags]

One HTML page on what routing did over a period: share of this machine, cost saved with waste and the router's own cost, times,
escalations, misroutes, by router and by model. Figures of different provenance are never added up: each has its own section.

  --ledger FILE      SQLite file of costs
  --telemetry FILE   SQLite file of traces; without it there are no times, routers and failures. One of both is needed
  --ratings FILE     ratings.sqlite of an orchestrator's state folder: how good the answers were that were given
  --judgements FILE  JSON lines {"requestId", "local", "cloud"} with scores from 0 to 1 of each side's answer, or with
                     "label": "local" (both answer well) or "cloud" (only the cloud does): both kinds of misroutes
  --from WHEN        a day such as 2026-03-02 or a time such as 2026-03-02T14:00, UTC where no zone is said
  --to WHEN          a day is meant to its end, a time is where it ends
  --baseline MODEL   what everything would have been asked (gpt-4o)
  --out FILE         the page (.out/report.html)
  --json             print the figures instead of writing the page
  --help             this text
`;

const flags = {
  ledger: { type: "string" },
  telemetry: { type: "string" },
  ratings: { type: "string" },
  judgements: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  baseline: { type: "string", default: "gpt-4o" },
  out: { type: "string", default: join(paths.out, "report.html") },
  json: { type: "boolean", default: false },
} satisfies ParseArgsOptionsConfig;

type Given = Parameters<Command<typeof flags>["run"]>[0];

async function makeReport(given: Given): Promise<Report> {
  if (given.ledger === undefined && given.telemetry === undefined)
    throw new UsageError("Name a ledger by --ledger, traces by --telemetry, or both. See --help.");
  const period = readPeriod(given.from, given.to);
  const catalog = readCatalog();
  const baseline = pricedModel(given.baseline, catalog);
  const file = (name: string | undefined) => (name === undefined ? undefined : resolve(name));
  const sources = await readSources(
    {
      ledger: file(given.ledger),
      telemetry: file(given.telemetry),
      ratings: file(given.ratings),
      judgements: file(given.judgements),
    },
    period,
  );
  const found = joinRows({ ...sources, baseline }, period);
  const [first, last] = [found.rows[0], found.rows.at(-1)];
  if (!first || !last)
    throw new LabError(`There is no request${periodWords(period)}.`, {
      code: "NOTHING_TO_REPORT",
      hint: "Look at the files, or at --from and --to.",
    });
  return {
    period: saidPeriod(period.from ?? first.at, period.until ?? last.at + 1),
    found,
    sections: reportSections(found.rows),
    baseline,
    pricesRead: catalog.prices.checked,
    madeAt: new Date().toISOString(),
  };
}

const periodWords = ({ from, until }: Period) =>
  from === undefined && until === undefined ? "" : " in this period";

/** Days where both ends are whole ones, else minutes. `until` is the first moment that is not meant. */
function saidPeriod(from: number, until: number): string {
  const text = (at: number) => new Date(at).toISOString();
  const isDay = (at: number) => text(at).endsWith("T00:00:00.000Z");
  if (isDay(from) && isDay(until)) {
    const [first, last] = [text(from).slice(0, 10), text(until - 1).slice(0, 10)];
    return first === last ? first : `${first} to ${last}`;
  }
  const minute = (at: number) => text(at).slice(0, 16).replace("T", " ");
  return `${minute(from)} to ${minute(until)} UTC`;
}

function summaryLine({ answers, others, rows, kpis }: ReportSection): string {
  const figure = (name: string) => kpis.find((kpi) => kpi.name === name)?.figures[0]?.value;
  const title = [answers ?? "no answer", ...others].join(" + ");
  return `${title}: ${rows.length} requests, local share ${formatKpi(figure("local-share"), "share")}, cost saved ${formatKpi(figure("cost-saved"), "share")}`;
}

function writePage(report: Report, file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, renderReport(report));
  } catch (error) {
    throw new LabError(`The page cannot be written to ${file} (${explainError(error)}).`, {
      code: "NOT_SAVED",
      hint: "Name another file by --out.",
      cause: error,
    });
  }
}

await runCommand({
  help: HELP,
  flags,
  async run(given) {
    const report = await makeReport(given);
    if (given.json) {
      const { found, sections, ...rest } = report;
      const { rows, ...counts } = found;
      const figures = sections.map(({ rows: own, ...section }) => ({ ...section, requests: own.length }));
      console.log(JSON.stringify({ ...rest, requests: rows.length, ...counts, sections: figures }, null, 2));
      return true;
    }
    const file = resolve(given.out);
    writePage(report, file);
    for (const section of report.sections) console.log(summaryLine(section));
    for (const beside of report.found.beside) console.log(`beside the answers: ${sayBeside(beside)}`);
    console.log(file);
    return true;
  },
});
