import type { Random } from "../core/random.ts";
import { runQuery, type TableSource } from "../lab-cloud/telemetry/kql/run-query.ts";
import { exercise } from "./exercise.ts";
import { equal, near, sameOnCases, that, wrong } from "./expectations.ts";
import { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";

/** A span, as far as its own time is asked for. */
interface Piece {
  readonly id: string;
  /** Absent at the root. */
  readonly parent?: string;
  readonly name: string;
  readonly ms: number;
}

function slowestPiece(pieces: readonly Piece[]): string {
  const own = pieces.map(({ id, name, ms }) => {
    const below = pieces.filter(({ parent }) => parent === id).reduce((sum, child) => sum + child.ms, 0);
    return { name, ms: ms - below };
  });
  return own.sort((one, other) => other.ms - one.ms)[0]?.name ?? "";
}

const q1 = exercise<(pieces: readonly Piece[]) => string>({
  id: "lab18.q1",
  title: "Where the time goes",
  prompt:
    "Return the name of the span with the most time of its own: its ms without those of its direct children, which never overlap. An empty text when there are no spans.",
  hints: [
    "The root is the longest span, and hardly ever the one that takes the time.",
    "For each span: sum up the ms of those whose parent is its id, and take that away.",
    "Sort by what is left, largest first.",
  ],
  solution: `const slowestPiece = (pieces: readonly Piece[]): string => {
  let [slowest, most] = ["", -1];
  for (const { id, name, ms } of pieces) {
    const children = pieces.filter(({ parent }) => parent === id);
    const own = ms - children.reduce((sum, child) => sum + child.ms, 0);
    if (own > most) [slowest, most] = [name, own];
  }
  return slowest;
};`,
  wrong: `const slowestPiece = (pieces: readonly Piece[]): string =>
  [...pieces].sort((one, other) => other.ms - one.ms)[0]?.name ?? "";`,
  test(answer) {
    sameOnCases(answer, slowestPiece, [[], ...freshCases(18, 25, makeTrace)]);
  },
});

/** A request with a decision and one to three calls below its execution; no two have the same time of their own. */
function makeTrace(random: Random): Piece[] {
  const calls = Array.from(
    { length: pickInteger(random, 1, 3) },
    (_, at): Piece => ({
      id: `c${at}`,
      parent: "execute",
      name: `chat model-${at}`,
      ms: 10 * pickInteger(random, 1, 90) + at,
    }),
  );
  const callsMs = calls.reduce((sum, { ms }) => sum + ms, 0);
  const route = {
    id: "route",
    parent: "root",
    name: "hybrid.route",
    ms: 10 * pickInteger(random, 1, 60) + 4,
  };
  const execute = callsMs + 10 * pickInteger(random, 1, 60) + 5;
  return [
    { id: "root", name: "POST", ms: route.ms + execute + 10 * pickInteger(random, 1, 60) + 6 },
    route,
    { id: "execute", parent: "root", name: "hybrid.execute", ms: execute },
    ...calls,
  ];
}

/** Counts of a histogram: how many values were at most each bound, and above the bound before. */
interface Buckets {
  readonly bounds: readonly number[];
  /** One more than bounds: the last is for what was above all. */
  readonly counts: readonly number[];
}

function bucketQuantile({ bounds, counts }: Buckets, share: number): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [at, count] of counts.entries()) {
    if (below + count >= share * all && count > 0) {
      const [from, to] = [bounds[at - 1] ?? 0, bounds[at]];
      return to === undefined ? from : from + ((to - from) * (share * all - below)) / count;
    }
    below += count;
  }
  return Number.NaN;
}

const q2 = exercise<(buckets: Buckets, share: number) => number>({
  id: "lab18.q2",
  title: "A percentile out of buckets",
  prompt:
    "Return the value below which the given share (0 to 1) of all values lies, as Prometheus does: find the bucket in which that value is, and go along it in proportion. The first bucket begins at 0. In the last, which has no upper bound, return its lower one.",
  hints: [
    "The value that is looked for is number share * all, counted from the smallest.",
    "Add up counts until that number is reached; before is what lay below this bucket.",
    "from + (to - from) * (share * all - before) / count",
  ],
  solution: `const bucketQuantile = ({ bounds, counts }: Buckets, share: number): number => {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let before = 0;
  for (const [at, count] of counts.entries()) {
    if (count > 0 && before + count >= wanted) {
      const from = bounds[at - 1] ?? 0;
      const to = bounds[at];
      return to === undefined ? from : from + ((to - from) * (wanted - before)) / count;
    }
    before += count;
  }
  return Number.NaN;
};`,
  wrong: `const bucketQuantile = ({ bounds, counts }: Buckets, share: number): number => {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let before = 0;
  for (const [at, count] of counts.entries()) {
    before += count;
    if (before >= wanted) return bounds[at] ?? bounds.at(-1) ?? Number.NaN;
  }
  return Number.NaN;
};`,
  test(answer) {
    const bounds = [0.1, 0.25, 0.5, 1, 2.5];
    const cases = freshCases(2, 30, (random) => ({
      buckets: {
        bounds,
        counts: Array.from({ length: 6 }, () => (random() < 0.2 ? 0 : pickInteger(random, 1, 40))),
      },
      share: pickOne(random, [0.5, 0.9, 0.95, 0.99]),
    }));
    for (const { buckets, share } of cases) {
      if (buckets.counts.every((count) => count === 0)) continue;
      near({ ...buckets, share }, answer(buckets, share), bucketQuantile(buckets, share), 1e-9);
    }
  },
});

const q3 = exercise<() => string>({
  id: "lab18.q3",
  title: "Ask the logs",
  prompt:
    "Write a KQL query over AppDependencies: for each Target the number of calls as calls and the share that failed as failed, the worst first. Success is a bool.",
  hints: [
    "summarize calls = count(), … by Target",
    "countif(not(Success)) counts the failed ones; 1.0 * makes the division one of real numbers.",
    "order by failed desc at the end.",
  ],
  solution: `const worstFirst = () => \`
  AppDependencies
  | summarize calls = count(), failed = 1.0 * countif(not(Success)) / count() by Target
  | order by failed desc\`;`,
  wrong: `const worstFirst = () => \`
  AppDependencies
  | summarize calls = count(), failed = countif(not(Success)) by Target
  | order by calls desc\`;`,
  test(answer) {
    const query = answer();
    for (const calls of freshCases(5, 6, makeCalls)) {
      const expected = [...Map.groupBy(calls, ({ target }) => target)]
        .map(([target, own]) => ({
          Target: target,
          calls: own.length,
          failed: own.filter(({ success }) => !success).length / own.length,
        }))
        .sort((one, other) => other.failed - one.failed);
      const table = runQuery(query, sourceOf(calls), Date.UTC(2026, 0, 2));
      const names = table.columns.map(({ name }) => name);
      for (const name of ["Target", "calls", "failed"])
        that("the result", names.includes(name), `there is no column ${name}`);
      const rows = table.rows.map((row) => {
        const cell = (name: string) => row[names.indexOf(name)];
        return {
          Target: String(cell("Target")),
          calls: Number(cell("calls")),
          failed: Number(cell("failed")),
        };
      });
      equal("the number of rows", rows.length, expected.length);
      for (const [at, row] of expected.entries()) {
        equal({ row: at + 1, column: "Target" }, rows[at]?.Target, row.Target);
        equal({ row: at + 1, column: "calls" }, rows[at]?.calls, row.calls);
        near({ row: at + 1, column: "failed" }, rows[at]?.failed, row.failed, 1e-9);
      }
    }
  },
});

interface CallRow {
  readonly target: string;
  readonly success: boolean;
}

/** Three targets whose shares of failed calls differ. */
function makeCalls(random: Random): CallRow[] {
  const targets = ["gpt-4o", "gpt-4o-mini", "phi-local"];
  const from = pickInteger(random, 0, 2);
  return targets.flatMap((_, at) => {
    const calls = pickInteger(random, 8, 12);
    const failures = at * 3;
    return Array.from({ length: calls }, (__, call) => ({
      target: targets[(at + from) % 3] ?? "",
      success: call >= failures,
    }));
  });
}

function sourceOf(calls: readonly CallRow[]): TableSource {
  const dependencies = {
    columns: [
      { name: "TimeGenerated", type: "datetime" as const },
      { name: "Target", type: "string" as const },
      { name: "Success", type: "bool" as const },
      { name: "DurationMs", type: "real" as const },
    ],
    rows: calls.map(({ target, success }, at) => [Date.UTC(2026, 0, 1) + at, target, success, 10 + at]),
  };
  return {
    names: ["AppDependencies"],
    read: (name) => (name === "AppDependencies" ? dependencies : { columns: [], rows: [] }),
  };
}

const KEYS = /\bsk-[A-Za-z0-9_-]{8,}/g;
const BEARER = /\bBearer\s+[A-Za-z0-9._~+/-]+=*/g;
const MAIL = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;

const q4 = exercise<(text: string) => string>({
  id: "lab18.q4",
  title: "What must not be logged",
  prompt:
    'Return the text with "[hidden]" in place of each key (sk- and at least eight letters, digits, - or _), each Bearer with its token, and each mail address. Everything else stays as it is.',
  hints: [
    "text.replaceAll(/…/g, …) with a regular expression replaces all of them.",
    "A key: /\\bsk-[A-Za-z0-9_-]{8,}/g. A mail address: letters and ._%+- before the @, names with dots after it.",
    "Bearer is followed by blanks and the token: /\\bBearer\\s+[A-Za-z0-9._~+/-]+=*/g",
  ],
  solution: `const redact = (text: string): string =>
  text
    .replaceAll(/\\bsk-[A-Za-z0-9_-]{8,}/g, "[hidden]")
    .replaceAll(/\\bBearer\\s+[A-Za-z0-9._~+/-]+=*/g, "[hidden]")
    .replaceAll(/[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+/g, "[hidden]");`,
  wrong: `const redact = (text: string): string => text.replace(/sk-\\w+/, "[hidden]");`,
  test(answer) {
    for (const { text, secrets, kept } of freshCases(6, 30, makeLine)) {
      const shown = answer(text);
      if (typeof shown !== "string") wrong(`for ${JSON.stringify(text)} expected a text`);
      for (const secret of secrets)
        that(text, !shown.includes(secret), `"${secret}" is still there: ${shown}`);
      for (const word of kept) that(text, shown.includes(word), `"${word}" is gone: ${shown}`);
    }
    const harmless = "The risk-free task @ 9:30 is a disk-based one; Bearer bonds; e.g. a.b";
    const reference = harmless
      .replaceAll(KEYS, "[hidden]")
      .replaceAll(BEARER, "[hidden]")
      .replaceAll(MAIL, "[hidden]");
    equal(harmless, answer(harmless), reference);
  },
});

function makeLine(random: Random) {
  const word = (length: number) =>
    Array.from({ length }, () => pickOne(random, ["a", "B", "c", "7", "x", "Q", "3"])).join("");
  const secrets = [
    `sk-${word(12)}`,
    `sk-proj_${word(9)}`,
    word(20),
    `${word(5)}.${word(4)}@${word(4)}.example.com`,
  ];
  const [key, other, token, mail] = secrets;
  return {
    secrets,
    kept: ["POST /v1/chat", "status 401", "task-list"],
    text: `POST /v1/chat by ${mail} with ${key}, then ${other}; Authorization: Bearer ${token}: status 401 for task-list`,
  };
}

/** Lab 18: see one request, see the fleet. */
export const lab18 = { q1, q2, q3, q4 };
