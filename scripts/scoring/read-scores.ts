import { basename } from "node:path";
import { SettingsError } from "../../modules/src/core/errors.ts";
import type { Router } from "../../modules/src/routers/router.ts";
import { checkRows, readRows } from "./input-rows.ts";
import { progressLine } from "./progress-line.ts";
import { scoreRows } from "./score-rows.ts";

/** A score, and what is known of its question. */
export interface KnownScore {
  readonly score: number;
  readonly benchmark: string | undefined;
  readonly split: string | undefined;
}

/**
 * The scores of a file's rows: those that the router gave before (`npm run route`), or else those that it gives now.
 * @throws SettingsError when the file cannot be used, RoutingError when the router cannot decide on a row.
 */
export async function readScores(file: string, router: Router): Promise<KnownScore[]> {
  const rows = await checkRows(file);
  const scored: KnownScore[] = [];
  const others = new Set<string>();
  for await (const { fields, line } of readRows(file)) {
    if (fields.router === router.name) scored.push(knownScore(file, line, fields));
    else if (fields.router !== undefined) others.add(String(fields.router));
  }
  if (others.size > 0) throw otherRouter(file, router.name, [...others]);
  return scored.length === rows ? scored : await scoreNow(file, rows, router);
}

async function scoreNow(file: string, rows: number, router: Router): Promise<KnownScore[]> {
  const bar = progressLine(rows, "rows scored");
  const scores: KnownScore[] = [];
  try {
    for await (const { fields } of scoreRows(readRows(file), router, { router: router.name })) {
      scores.push(knownScore(file, 0, fields));
      bar.show(scores.length);
    }
  } finally {
    bar.clear();
  }
  return scores;
}

function knownScore(file: string, line: number, fields: Readonly<Record<string, unknown>>): KnownScore {
  const { score, benchmark, split } = fields;
  if (typeof score !== "number")
    throw new SettingsError([`${basename(file)} line ${line} has no score.`], "Score the rows anew.");
  return {
    score,
    benchmark: typeof benchmark === "string" ? benchmark : undefined,
    split: typeof split === "string" ? split : undefined,
  };
}

const otherRouter = (file: string, router: string, others: readonly string[]) =>
  new SettingsError(
    [`${basename(file)} has scores of ${others.join(", ")}, not of ${router}.`],
    `Say --router ${others[0]}, or give rows without scores.`,
  );
