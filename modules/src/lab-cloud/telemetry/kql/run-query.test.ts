import { describe, expect, test } from "vitest";
import { KqlError, placeOf } from "./kql-error.ts";
import { runQuery, type TableSource } from "./run-query.ts";
import type { Table } from "./value.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);

const CALLS: Table = {
  columns: [
    { name: "timestamp", type: "datetime" },
    { name: "name", type: "string" },
    { name: "duration", type: "real" },
    { name: "success", type: "string" },
    { name: "customDimensions", type: "dynamic" },
  ],
  rows: [
    [at("10:00"), "chat gpt-4o", 100, "True", { tier: "cloud", tokens: "30" }],
    [at("10:20"), "chat phi-4", 20, "True", { tier: "local", tokens: "12" }],
    [at("11:05"), "chat phi-4", 40, "False", { tier: "local" }],
    [at("11:10"), "embeddings bge", 5, "True", {}],
  ],
};
const COSTS: Table = {
  columns: [
    { name: "name", type: "string" },
    { name: "costUsd", type: "real" },
  ],
  rows: [
    ["chat gpt-4o", 0.01],
    ["chat gpt-5", 0.02],
  ],
};

const TABLES: Readonly<Record<string, Table>> = { calls: CALLS, costs: COSTS };
const source: TableSource = {
  names: Object.keys(TABLES),
  read: (name) => TABLES[name] ?? { columns: [], rows: [] },
};
const run = (query: string) => runQuery(query, source, NOW);
const rows = (query: string) => run(query).rows;
const value = (expression: string) => rows(`print ${expression}`)[0]?.[0];

describe("operators", () => {
  test.each<[string, unknown]>([
    ["calls | where success == false | project name", [["chat phi-4"]]],
    ["calls | where name has 'phi' and duration > 30 | count", [[1]]],
    ["calls | where timestamp > ago(1h) | count", [[2]]],
    ["calls | where timestamp between (datetime(2026-11-21 10:00) .. 30m) | count", [[2]]],
    ["calls | where customDimensions.tier == 'local' | count", [[2]]],
    ["calls | where customDimensions['tier'] in ('cloud', 'local') | count", [[3]]],
    ["calls | where isempty(customDimensions.tier) | project name", [["embeddings bge"]]],
    ["calls | top 2 by duration | project duration", [[100], [40]]],
    ["calls | order by name asc, duration asc | project duration | take 3", [[100], [20], [40]]],
    ["calls | extend seconds = duration / 1000 | where seconds >= 0.1 | project seconds", [[0.1]]],
    ["calls | distinct success", [["True"], ["False"]]],
    [
      "calls | summarize count() by bin(timestamp, 1h)",
      [
        [at("10:00"), 2],
        [at("11:00"), 2],
      ],
    ],
    ["calls | summarize avg(duration), max(duration), min(duration), sum(duration)", [[41.25, 100, 5, 165]]],
    ["calls | summarize percentile(duration, 50), p95 = percentile(duration, 95)", [[20, 100]]],
    ["calls | summarize percentiles(duration, 25, 75)", [[5, 40]]],
    ["calls | summarize dcount(name), dcountif(name, duration > 30)", [[3, 2]]],
    ["calls | summarize share = 100.0 * countif(success == 'True') / count()", [[75]]],
    ["calls | where duration > 999 | summarize count(), sum(duration)", [[0, 0]]],
    ["calls | where duration > 999 | summarize count() by name", []],
    [
      "calls | summarize arg_max(duration, name) by success | project name",
      [["chat gpt-4o"], ["chat phi-4"]],
    ],
    [
      "calls | summarize tokens = sum(tolong(customDimensions.tokens)) by tostring(customDimensions.tier)",
      [
        ["cloud", 30],
        ["local", 12],
        ["", 0],
      ],
    ],
    ["calls | join kind=inner costs on name | project name, costUsd", [["chat gpt-4o", 0.01]]],
    ["calls | join kind=leftanti costs on name | count", [[3]]],
    [
      "costs | join kind=leftouter (calls | project name, duration) on $left.name == $right.name | project name, duration",
      [
        ["chat gpt-4o", 100],
        ["chat gpt-5", null],
      ],
    ],
    [
      "union withsource=Table calls, costs | summarize count() by Table",
      [
        ["calls", 4],
        ["costs", 2],
      ],
    ],
    ["union c* | count", [[6]]],
    ["let slow = 30; let Slow = calls | where duration > slow; Slow | count", [[2]]],
    ["calls | where duration > toscalar(calls | summarize avg(duration)) | count", [[1]]],
    ["calls // a remark\n| project-away name, success, customDimensions, timestamp | take 1", [[100]]],
    ["print list = dynamic([1, 2]) | mv-expand list | extend n = toint(list) | project n", [[1], [2]]],
    ["datatable(a: long, b: string) [1, 'x', 2, 'y'] | project-rename c = b | project c", [["x"], ["y"]]],
    ["range x from 1 to 5 step 2", [[1], [3], [5]]],
    ["calls | summarize (low, high) = percentiles(duration, 0, 100) | project high, low", [[100, 5]]],
  ])("%s", (query, expected) => {
    expect(rows(query)).toEqual(expected);
  });

  test("names and types of columns that the query gives no name", () => {
    const { columns } = run(
      "calls | summarize count(), avg(duration), dcount(name) by bin(timestamp, 1h), tostring(customDimensions.tier)",
    );
    expect(columns).toEqual([
      { name: "timestamp", type: "datetime" },
      { name: "customDimensions_tier", type: "string" },
      { name: "count_", type: "long" },
      { name: "avg_duration", type: "real" },
      { name: "dcount_name", type: "long" },
    ]);
  });

  test("a chart changes no row and is told", () => {
    const { rows: drawn, visualization } = run("calls | count | render columnchart with (title='x | y')");
    expect({ drawn, visualization }).toEqual({ drawn: [[4]], visualization: "columnchart" });
  });
});

describe("expressions", () => {
  test.each<[string, unknown]>([
    ["5 / 2", 2],
    ["5 / 2.0", 2.5],
    ["1 / 0", null],
    ["7 % 3", 1],
    ["2 + 3 * 4", 14],
    ["-(2 + 3)", -5],
    ["1 < 2 and not(2 < 1)", true],
    ["'Hello World' contains 'LO W'", true],
    ["'Hello World' has 'hell'", false],
    ["'Hello-World' has 'world'", true],
    ["'Hello' has_cs 'hello'", false],
    ["'Hello' !contains 'x'", true],
    ["'Hello' startswith 'he'", true],
    ["'Hello' =~ 'hELLO'", true],
    ["'a1' matches regex '^[a-z]\\\\d$'", true],
    ["@'a\\b'", "a\\b"],
    ["'a' in~ ('A', 'B')", true],
    ["3 !in (1, 2)", true],
    ["'one two' has_any ('two', 'three')", true],
    ["iff(1 > 2, 'yes', 'no')", "no"],
    ["case(1 > 2, 'a', 2 > 1, 'b', 'c')", "b"],
    ["coalesce(tolong('x'), 7)", 7],
    ["bin(17, 5)", 15],
    ["round(2.345, 2)", 2.35],
    ["datetime(2026-01-02) - datetime(2026-01-01) == 1d", true],
    ["now() - ago(90m) == 1h + 30m", true],
    ["format_datetime(datetime(2026-01-02 03:04:05), 'yyyy-MM-dd HH:mm')", "2026-01-02 03:04"],
    ["startofday(now()) == datetime(2026-11-21)", true],
    ["datetime_diff('hour', datetime(2026-01-02), datetime(2026-01-01))", 24],
    ["tostring(parse_json('{\"a\": [1, 2]}').a[1])", "2"],
    ["tostring(dynamic(null).x)", ""],
    ["todouble('1.5') + 1", 2.5],
    ["strcat('a', 1, true)", "a1true"],
    ["substring('abcdef', 2, 3)", "cde"],
    ["array_length(split('a,b,c', ','))", 3],
    ["extract('(\\\\d+)', 1, 'gpt-4o')", "4"],
    ["replace_string('a.b', '.', '$&')", "a$&b"],
    ["tostring(bag_pack('k', 1))", '{"k":1}'],
    ["int(null) == 1", false],
    ["int(null) != 1", true],
  ])("%s", (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });
});

describe("a query that cannot be run says where and why", () => {
  test.each([
    ["", "SyntaxError", 1, 1, /empty/],
    ["calls | wher x > 1", "SyntaxError", 1, 9, /'wher'.*Is 'where' meant/],
    ["calls\n| where duration = 3", "SyntaxError", 2, 18, /'=='/],
    ["calls | where name == 'x", "SyntaxError", 1, 23, /not closed/],
    ["calls | where (duration > 1", "SyntaxError", 1, 28, /Expected '\)'/],
    ["calls | where duration > 3parsecs", "SyntaxError", 1, 26, /no span of time/],
    ["calls | where durations > 1", "SemanticError", 1, 15, /Is 'duration' meant/],
    ["call | count", "SemanticError", 1, 1, /Is 'calls' meant/],
    ["calls | where duration > 'x'", "SemanticError", 1, 24, /Cannot compare a real with a string/],
    ["calls | where duration", "SemanticError", 1, 15, /takes a condition/],
    ["calls | summarize sum(customDimensions.tokens)", "SemanticError", 1, 39, /sum\(todouble/],
    ["calls | summarize count() by customDimensions.tier", "SemanticError", 1, 46, /tostring/],
    ["calls | project customDimensions.tokens + 1", "SemanticError", 1, 41, /todouble/],
    ["calls | extend n = count()", "SemanticError", 1, 20, /'summarize' only/],
    ["calls | summarize duration", "SemanticError", 1, 19, /There is no column/],
    ["calls | extend x = tolowr(name)", "SemanticError", 1, 20, /Is 'tolower' meant/],
    ["calls | extend x = substring(name)", "SemanticError", 1, 20, /takes 2 to 3 arguments/],
    ["calls | where name matches regex '('", "SemanticError", 1, 20, /no regular expression/],
    ["calls | summarize percentile(duration, 101)", "SemanticError", 1, 40, /from 0 to 100/],
    ["calls | take -1", "SemanticError", 1, 14, /whole number/],
    ["calls | join costs on cost", "SemanticError", 1, 9, /no column 'cost'/],
    ["calls | evaluate pivot(name)", "SyntaxError", 1, 18, /'evaluate'/],
    ["let f = (x: long) { x }; print f()", "SemanticError", 1, 32, /not given its 'x'/],
    ["let f = (x: long) { f(x) }; print f(1)", "SemanticError", 1, 21, /'f' is not in/],
    ["calls | make-series count() on timestamp step 1h", "SyntaxError", 1, 9, /summarize … by bin/],
    ["find in (calls) where name has 'x'", "SyntaxError", 1, 1, /'find'.*search looks/],
    ["set a = 5; calls | count", "SyntaxError", 1, 1, /'set' is not in/],
    ["workspace('x').calls | count", "SyntaxError", 1, 1, /tables of one place/],
    ["calls | parse duration with x", "SemanticError", 1, 15, /tostring/],
    ["calls | evaluate bag_unpack(duration)", "SemanticError", 1, 29, /dynamic/],
    [
      "calls | extend name = customDimensions | evaluate bag_unpack(bag_pack('name', 1))",
      "SemanticError",
      1,
      62,
      /'name' already/,
    ],
    ["range x from 1 to 100000000 step 1", "LimitError", 1, 1, /more than 500000 rows/],
    [`print ${"(".repeat(5000)}1`, "LimitError", 1, 106, /nested/],
    [`print ${"-".repeat(5000)}1`, "LimitError", 1, 106, /nested/],
    [`print '${"x".repeat(100_001)}'`, "LimitError", 1, 1, /longer than/],
  ])("%.60s", (query, problem, line, column, message) => {
    const error = caught(query);
    expect(error.message).toMatch(message);
    expect({ problem: error.problem, ...placeOf(query, error.offset) }).toEqual({ problem, line, column });
  });

  test("a join that grows without end is broken off", () => {
    const query = "let R = range x from 1 to 1000 step 1 | extend k = 1; R | join kind=inner R on k | count";
    expect(caught(query).message).toMatch(/'join' makes more than 500000 rows/);
  });
});

function caught(query: string): KqlError {
  try {
    run(query);
  } catch (error) {
    if (error instanceof KqlError) return error;
    throw error;
  }
  throw new Error(`ran: ${query}`);
}
