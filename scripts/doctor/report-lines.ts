import type { CheckGroup, CheckResult, DoctorReport, LabReadiness } from "../../modules/src/doctor/index.ts";
import { markOf, paint } from "./paint.ts";
import { section } from "./section.ts";

const GROUPS: readonly (readonly [CheckGroup, string])[] = [
  ["machine", "Machine"],
  ["workshop", "Workshop"],
  ["ports", "Ports"],
  ["models", "Models on this machine"],
  ["cloud", "Cloud"],
];

/** A report for people: what to mend first, then everything that was looked at, the labs and the code. */
export function reportLines(report: DoctorReport): string[] {
  const { results, labs, code } = report;
  return [
    ...verdictLines(report),
    ...GROUPS.flatMap(([group, title]) =>
      section(title, rowsOf(results.filter((one) => one.group === group))),
    ),
    ...section("Labs", labs.flatMap(labLines)),
    "",
    `Readiness code: ${paint("bold", code)}   (what it says: npm run doctor -- --decode ${code})`,
  ];
}

function verdictLines({ ready, results }: DoctorReport): string[] {
  const byUrgency = ["missing", "problem", "unknown"].flatMap((state) =>
    results.filter((result) => result.state === state),
  );
  const verdict = ready ? "The workshop runs on this machine." : "The workshop does not run here yet.";
  if (byUrgency.length === 0) return [paint("bold", verdict)];
  return [paint("bold", verdict), ...section("To look at", byUrgency.flatMap(mendLines))];
}

function mendLines({ id, title, state, found, mend }: CheckResult): string[] {
  const line = `${markOf(state)} ${id}  ${title}: ${found}`;
  return mend === undefined ? [line] : [line, `    → ${mend}`];
}

function rowsOf(results: readonly CheckResult[]): string[] {
  const width = Math.max(...results.map(({ title }) => title.length));
  return results.map((result) => row(result, width));
}

function row({ title, state, found, mend }: CheckResult, width: number): string {
  const more = state === "optional" && mend !== undefined ? paint("dim", ` → ${mend}`) : "";
  return `${markOf(state)} ${title.padEnd(width)}  ${found}${more}`;
}

function labLines({ number, title, runs, why, mend }: LabReadiness): string[] {
  const line = `${markOf(runs ? "ok" : "missing")} ${number} ${title}: ${why}`;
  return mend === undefined ? [line] : [line, `    → ${mend}`];
}
