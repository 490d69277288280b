import type { Interval, OutcomeEvaluation, PromptScore, Slice } from "../../modules/src/evaluation/index.ts";
import type { CalibrationFigure } from "./calibration-figures.ts";
import type { FileComparison } from "./compare-files.ts";
import type { EvaluationReport, FileReport } from "./evaluation-report.ts";
import type { LabelReport } from "./judge-labels.ts";
import type { DomainResult, OutcomeGroup, OutcomeReport } from "./judge-outcomes.ts";

/** The whole report as people read it. */
export function evaluationLines({ files, comparisons, resamples }: EvaluationReport): string[] {
  return [
    ...files.flatMap(fileLines),
    ...comparisonLines(comparisons),
    `Intervals: 95 % of ${resamples} bootstrap samples. How each figure is defined: modules/docs/evaluation.md.`,
  ];
}

function fileLines(report: FileReport): string[] {
  const { file, router, rows, split, leftOut, ms, outcomes, labels } = report;
  const which = split ? `${rows} rows of the split ${split} (${leftOut} others left out)` : `${rows} rows`;
  return [
    `${router} on ${file}: ${which}.${ms ? ` A decision took ${ms.p50} ms (median), ${ms.p95} ms (95th percentile).` : ""}`,
    ...unusableLines(report),
    "",
    ...(outcomes ? outcomeLines(router, outcomes) : []),
    ...(labels ? labelLines(router, labels) : []),
    ...(outcomes || labels ? [] : [UNDECIDED, ""]),
  ];
}

const UNDECIDED = "The rows have labels but no decision (target). Say where to decide: --threshold X.";

/** Twenty say as much as ten thousand. */
const NAMED_ROWS = 20;

function unusableLines({ file, unusable }: FileReport): string[] {
  if (unusable.length === 0) return [];
  const more = unusable.length - NAMED_ROWS;
  return [
    `${unusable.length} ${unusable.length === 1 ? "row of it is" : "rows of it are"} not counted:`,
    ...unusable.slice(0, NAMED_ROWS).map(({ line, reason }) => `  ${file} line ${line} ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function outcomeLines(router: string, { groups, domains }: OutcomeReport): string[] {
  return [...groups.flatMap((group) => groupLines(router, group)), ...domainLines(router, domains)];
}

function groupLines(router: string, group: OutcomeGroup): string[] {
  const { name, rows, weakAccuracy, strongAccuracy, costs, scores, verdicts, calibration } = group;
  const own = scores.at(-1);
  return [
    `Real outcomes, ${name === "all" ? "all questions" : name}: ${rows} questions; the weak model is right on ${percent(weakAccuracy)}, the strong one on ${percent(strongAccuracy)}.`,
    ...(strongAccuracy <= weakAccuracy
      ? ["There is nothing to win back here: APGR and CPT say nothing."]
      : []),
    "",
    table([
      ["", "APGR", "95 % interval", "CPT50", "CPT80", "AUC", "AUC", ...(costs ? AT_THRESHOLD : [])],
      ["", "", "", "", "", "weak wrong", "gain", ...(costs ? AT_THRESHOLD_2 : [])],
      ...scores.map(scoreCells),
    ]),
    "",
    ...(own ? detailLines(router, own) : []),
    ...(calibration.length > 0 ? calibrationLines(calibration) : []),
    ...(costs ? [costs] : []),
    ...verdicts,
    "",
  ];
}

const AT_THRESHOLD = ["strong", "accuracy", "95 % interval", "USD for"];
const AT_THRESHOLD_2 = ["share", "", "", "1000"];

function scoreCells(score: OutcomeEvaluation): string[] {
  const { router, apgr, callsForHalf, callsForMost, weakWrongArea, gainArea, atThreshold } = score;
  return [
    router,
    figure(apgr.value),
    range(apgr, figure),
    percent(callsForHalf.value),
    percent(callsForMost.value),
    figure(weakWrongArea.value),
    figure(gainArea.value),
    ...(atThreshold
      ? [
          percent(atThreshold.strongShare.value),
          percent(atThreshold.accuracy.value),
          range(atThreshold.accuracy, percent),
          atThreshold.costUsd ? dollars(atThreshold.costUsd.value) : "-",
        ]
      : []),
  ];
}

function detailLines(router: string, score: OutcomeEvaluation): string[] {
  const told = (name: string, interval: Interval, say: (value: number) => string) =>
    `${name} ${say(interval.value)} (${range(interval, say)})`;
  const { callsForHalf, callsForMost, weakWrongArea, gainArea, atThreshold } = score;
  return [
    `${router}: ${[
      told("CPT50", callsForHalf, percent),
      told("CPT80", callsForMost, percent),
      told("AUC weak wrong", weakWrongArea, figure),
      told("AUC gain", gainArea, figure),
      ...(atThreshold ? [told("strong share", atThreshold.strongShare, percent)] : []),
    ].join(", ")}.`,
  ];
}

const calibrationLines = (figures: readonly CalibrationFigure[]): string[] =>
  figures.map(
    ({ probability, event, error, area }) =>
      `ECE of ${probability}, as the probability that ${event}: ${figure(error.value)} (${range(error, figure)}); its AUC ${figure(area)}.`,
  );

function domainLines(router: string, domains: readonly DomainResult[]): string[] {
  if (domains.length === 0) return [];
  return [
    `By domain, of at least 20 questions; accuracy and share as ${router} decides.`,
    "",
    table([
      ["", "questions", "weak", "strong", "APGR", "95 % interval", "length", "share", "accuracy"],
      ...domains.map(({ benchmark, domain, router: own, length }) => [
        `${benchmark}/${domain}`,
        `${own.rows}`,
        percent(own.weakAccuracy),
        percent(own.strongAccuracy),
        ...(own.strongAccuracy > own.weakAccuracy
          ? [figure(own.apgr.value), range(own.apgr, figure), figure(length.apgr.value)]
          : ["-", "-", "-"]),
        own.atThreshold ? percent(own.atThreshold.strongShare.value) : "-",
        own.atThreshold ? percent(own.atThreshold.accuracy.value) : "-",
      ]),
    ]),
    "",
  ];
}

function labelLines(router: string, report: LabelReport): string[] {
  const { rows, scores, byLanguage, byComplexity, byStyle, robustness, verdicts, calibration } = report;
  return [
    `Labels: ${rows} rows. A label is an opinion, not an outcome; intervals draw whole templates.`,
    "",
    table([
      ["", "accuracy", "95 % interval", "cloud recall", "precision", "cloud share", "AUC"],
      ...scores.map(labelCells),
    ]),
    "",
    ...sliceLines(`${router} by language`, byLanguage),
    ...sliceLines(`${router} by complexity`, byComplexity),
    ...sliceLines(`${router} by style`, byStyle),
    ...robustness.map(
      ({ style, pairs, sameDecision, accuracy, cleanAccuracy }) =>
        `${router} on ${style}: the same route as for the ${pairs} clean rows that ask the same in ${percent(sameDecision)}; right ${percent(accuracy)}, there ${percent(cleanAccuracy)}.`,
    ),
    ...calibrationLines(calibration),
    ...verdicts,
    "",
  ];
}

const labelCells = (score: PromptScore): string[] => [
  score.router,
  percent(score.accuracy),
  range(score, percent),
  percent(score.cloudRecall),
  percent(score.cloudPrecision),
  percent(score.cloudShare),
  figure(score.areaUnderRoc),
];

function sliceLines(title: string, slices: readonly Slice[]): string[] {
  if (slices.length === 0) return [];
  return [
    table([
      [title, "rows", "accuracy", "cloud recall", "local recall", "precision"],
      ...slices.map(({ name, rows, accuracy, cloudRecall, localRecall, cloudPrecision }) => [
        `  ${name}`,
        `${rows}`,
        ...[accuracy, cloudRecall, localRecall, cloudPrecision].map(percent),
      ]),
    ]),
    "",
  ];
}

const comparisonLines = (comparisons: readonly FileComparison[]): string[] =>
  comparisons.length === 0
    ? []
    : [
        "Pairs, on the questions that both files hold",
        ...comparisons.map(({ rows, reason }) => `  ${rows} questions: ${reason}`),
        "",
      ];

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
  return rows.map((row) => line(row).join("  ").trimEnd()).join("\n");
}

const range = ({ low, high }: Pick<Interval, "low" | "high">, say: (value: number) => string) =>
  Number.isNaN(low) ? "-" : `${say(low)} to ${say(high)}`;

const figure = (value: number) => (Number.isNaN(value) ? "-" : value.toFixed(3));

const percent = (share: number) => (Number.isNaN(share) ? "-" : `${(share * 100).toFixed(1)} %`);

const dollars = (usd: number) => (usd === 0 ? "0" : usd.toPrecision(3));
