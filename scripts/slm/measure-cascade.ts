import {
  areaUnderRoc,
  bootstrapInterval,
  type Interval,
  type LabelledPrompt,
} from "../../modules/src/evaluation/index.ts";
import { createCascade } from "../../modules/src/routers/index.ts";
import type { MeasuredModel } from "./local-chat.ts";

export interface CascadeReport {
  readonly rows: number;
  readonly draftTokens: number;
  /** How well the model's doubt orders rows that need the cloud above those that do not; 0.5 is chance. Draws whole templates. */
  readonly areaUnderRoc: Interval;
  /** The same of the question's length, which costs nothing. */
  readonly lengthAreaUnderRoc: number;
  /** Drafts that refuse or say nothing. */
  readonly noAnswer: number;
  readonly thresholds: readonly CascadeThreshold[];
  readonly msMedian: number;
}

export interface CascadeThreshold {
  readonly threshold: number;
  /** Share of rows that go to the cloud. */
  readonly escalated: number;
  readonly accuracy: number;
}

/** Lets the model begin its answers and compares its own confidence with the labels. */
export async function measureCascade(
  { chat, model }: MeasuredModel,
  rows: readonly LabelledPrompt[],
  draftTokens: number,
  onRow: (done: number) => void,
): Promise<CascadeReport> {
  const cascade = createCascade({ chat, model, draftTokens, timeoutMs: 300_000 });
  const drafted: Drafted[] = [];
  for (const row of rows) {
    const { score, signals, ms } = await cascade.route(row.prompt);
    drafted.push({ row, score, ms, noAnswer: signals.some(({ name }) => name === "no-answer") });
    onRow(drafted.length);
  }
  const areaOf = (of: readonly Drafted[]) => areaUnderRoc(of.map(({ row, score }) => caseOf(row, score)));
  return {
    rows: rows.length,
    draftTokens,
    areaUnderRoc: bootstrapInterval(drafted, areaOf, { groupOf: ({ row }) => row.template }),
    lengthAreaUnderRoc: areaUnderRoc(rows.map((row) => caseOf(row, row.prompt.length))),
    noAnswer: drafted.filter(({ noAnswer }) => noAnswer).length,
    thresholds: THRESHOLDS.map((threshold) => atThreshold(drafted, threshold)),
    msMedian: drafted.map(({ ms }) => ms).sort((one, other) => one - other)[Math.floor(rows.length / 2)] ?? 0,
  };
}

interface Drafted {
  readonly row: LabelledPrompt;
  readonly score: number;
  readonly ms: number;
  readonly noAnswer: boolean;
}

const THRESHOLDS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

const caseOf = ({ target }: LabelledPrompt, score: number) => ({ score, positive: target === "cloud" });

function atThreshold(drafted: readonly Drafted[], threshold: number): CascadeThreshold {
  const escalated = drafted.filter(({ score }) => score >= threshold);
  const right = drafted.filter(({ row, score }) => score >= threshold === (row.target === "cloud"));
  return {
    threshold,
    escalated: escalated.length / drafted.length,
    accuracy: right.length / drafted.length,
  };
}
