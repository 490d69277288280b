import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { explainError } from "../../modules/src/core/errors.ts";
import { openLedger } from "../../modules/src/cost/open-ledger.ts";
import { readJsonLines } from "../../modules/src/evaluation/read-json-lines.ts";
import { type KpiJudgement, openSqliteExporter, type SpanRecord } from "../../modules/src/telemetry/index.ts";
import { UsageError } from "../notebooks/run-command.ts";
import type { ReportSources } from "./join-rows.ts";
import type { Period } from "./read-period.ts";

export interface SourceFiles {
  readonly ledger: string | undefined;
  readonly telemetry: string | undefined;
  readonly ratings: string | undefined;
  readonly judgements: string | undefined;
}

/** A request's entry and its trace may begin on two sides of the period's edge. */
const SLACK_MS = 3_600_000;

/**
 * Reads the files; whatever else has them open may go on writing.
 * @throws UsageError when one is not there or is something else; LedgerError, SettingsError for what is wrong inside.
 */
export async function readSources(
  files: SourceFiles,
  { from, until }: Period,
): Promise<Omit<ReportSources, "baseline">> {
  const around = {
    ...(from !== undefined && { from: from - SLACK_MS }),
    ...(until !== undefined && { until: until + SLACK_MS }),
  };
  return {
    entries: files.ledger === undefined ? [] : await readLedger(files.ledger, around),
    spans: files.telemetry === undefined ? [] : await readSpans(files.telemetry, around),
    ratings: files.ratings === undefined ? new Map() : readRatings(files.ratings),
    judgements: files.judgements === undefined ? new Map() : readJudgements(files.judgements),
  };
}

interface Around {
  readonly from?: number;
  readonly until?: number;
}

const NO_LIMIT = Number.MAX_SAFE_INTEGER;

async function readLedger(file: string, around: Around) {
  checkThere("ledger", file);
  const ledger = await openLedger({ file });
  try {
    return await ledger.entries({ ...around, limit: NO_LIMIT });
  } finally {
    await ledger.close();
  }
}

async function readSpans(file: string, { from, until }: Around): Promise<readonly SpanRecord[]> {
  // The exporter makes its tables where they are not: not in somebody else's file.
  readRows("telemetry", file, "SELECT trace_ids, spans FROM batches LIMIT 1");
  const exporter = await openSqliteExporter({ file });
  try {
    return exporter.read({
      limit: NO_LIMIT,
      ...(from !== undefined && { since: from }),
      ...(until !== undefined && { until }),
    });
  } finally {
    await exporter.close?.();
  }
}

function readRatings(file: string): ReadonlyMap<string, number> {
  const rows = readRows("ratings", file, "SELECT request_id, value FROM ratings");
  return new Map(rows.map(({ request_id, value }) => [String(request_id), Number(value)]));
}

function readRows(flag: string, file: string, query: string) {
  checkThere(flag, file);
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare(query).all();
    } finally {
      database.close();
    }
  } catch (error) {
    throw new UsageError(`--${flag}: ${file} holds no ${flag} (${explainError(error)}).`);
  }
}

function checkThere(flag: string, file: string): void {
  if (!existsSync(file)) throw new UsageError(`--${flag}: there is no file ${file}.`);
}

const score = z.number().min(0).max(1);

const judged = z
  .strictObject({
    requestId: z.string().min(1),
    local: score.optional(),
    cloud: score.optional(),
    label: z.enum(["local", "cloud"]).optional(),
  })
  .refine((row) => row.local !== undefined || row.cloud !== undefined || row.label !== undefined, {
    message: "needs local, cloud or label",
  });

function readJudgements(file: string): ReadonlyMap<string, KpiJudgement> {
  checkThere("judgements", file);
  const rows = readJsonLines(file, {
    schema: judged,
    what: "judgements",
    idOf: ({ requestId }) => requestId,
  });
  return new Map(rows.map((row) => [row.requestId, toJudgement(row)]));
}

/** A label says which side is enough: `local`, both answer well; `cloud`, only the cloud does. */
function toJudgement({ local, cloud, label }: z.infer<typeof judged>): KpiJudgement {
  const here = local ?? (label === undefined ? undefined : Number(label === "local"));
  const away = cloud ?? (label === undefined ? undefined : 1);
  return {
    ...(here !== undefined && { local: { score: here } }),
    ...(away !== undefined && { cloud: { score: away } }),
  };
}
