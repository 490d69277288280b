import { describe, expect, test } from "vitest";
import { runQuery, type TableSource } from "./run-query.ts";
import type { Table } from "./value.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const CALLS: Table = {
  columns: [
    { name: "id", type: "long" },
    { name: "name", type: "string" },
    { name: "duration", type: "real" },
    { name: "customDimensions", type: "dynamic" },
  ],
  rows: [
    [1, "POST /v1/chat", 100, { "gen_ai.request.model": "gpt-4o", tokens: "30" }],
    [2, "POST /v1/embeddings", 20, { "gen_ai.request.model": "bge" }],
    [3, "GET /health", 5, {}],
  ],
};
const NOTES: Table = {
  columns: [
    { name: "id", type: "long" },
    { name: "message", type: "string" },
  ],
  rows: [[9, "gpt-4o was slow"]],
};
const TABLES: Readonly<Record<string, Table>> = { calls: CALLS, AppCalls: CALLS, notes: NOTES };
const source: TableSource = {
  names: Object.keys(TABLES),
  once: ["calls", "notes"],
  read: (name) => TABLES[name] ?? { columns: [], rows: [] },
};
const run = (query: string) => runQuery(query, source, NOW);
const rows = (query: string) => run(query).rows;

describe("what workbooks are written with", () => {
  test.each<[string, unknown]>([
    ['calls | where customDimensions.["gen_ai.request.model"] == "bge" | project id', [[2]]],
    ["union isfuzzy=true calls, notThere | count", [[3]]],
    ["union * | count", [[4]]],
    [
      'search "gpt" | project $table, id',
      [
        ["calls", 1],
        ["notes", 9],
      ],
    ],
    ['search in (notes) "gpt*" or "x" | count', [[1]]],
    ['calls | search "*mbed*" and duration > 1 | project id', [[2]]],
    ["calls | where * has 'bge' | project id", [[2]]],
    ["calls | where id in ((calls | where duration > 10 | project id)) | count", [[2]]],
    ["calls | where id in (calls | where duration > 10 | project id) | count", [[2]]],
    [
      'calls | parse name with verb " /" * "v1/" path | project verb, path',
      [
        ["POST", "chat"],
        ["POST", "embeddings"],
        ["", ""],
      ],
    ],
    ['calls | parse-where name with * "/v1/" path:string | project path', [["chat"], ["embeddings"]]],
    ['print s = "took 15 ms" | parse s with "took " ms:long " ms" | project ms', [[15]]],
    ['print s = "took x ms" | parse s with "took " ms:long " " unit | project ms, unit', [[null, ""]]],
    [
      'print s = "took x ms" | parse kind=relaxed s with "took " ms:long " " unit | project ms, unit',
      [[null, "ms"]],
    ],
    [
      "calls | take 1 | mv-expand pair = customDimensions | project tostring(pair)",
      [['{"gen_ai.request.model":"gpt-4o"}'], ['{"tokens":"30"}']],
    ],
    [
      "calls | take 1 | mv-expand bagexpansion=array pair = customDimensions | project tostring(pair[0])",
      [["gen_ai.request.model"], ["tokens"]],
    ],
    [
      "print a = dynamic([1, 2]), b = dynamic(['x']) | mv-expand with_itemindex=i a to typeof(long), b to typeof(string)",
      [
        [1, "x", 0],
        [2, "", 1],
      ],
    ],
    ["print a = dynamic([1, 2, 3]) | mv-expand a to typeof(long) limit 2", [[1], [2]]],
    [
      "calls | project id, customDimensions | evaluate bag_unpack(customDimensions, 'd.') | project id, ['d.tokens']",
      [
        [1, "30"],
        [2, ""],
        [3, ""],
      ],
    ],
    ["let all = view () { calls }; all | count", [[3]]],
    ["let slow = (least: real) { calls | where duration > least }; slow(10) | count", [[2]]],
    [
      "let kind = (ms: real, least: real = 50.0) { iff(ms > least, 'slow', 'fast') }; calls | project kind(duration)",
      [["slow"], ["fast"], ["fast"]],
    ],
    ["let total = (T: (duration: real)) { T | summarize sum(duration) }; total(calls)", [[125]]],
    [
      "let least = 10; let f = () { let twice = least * 2; calls | where duration >= twice }; f() | count",
      [[2]],
    ],
    ["let T = materialize(calls | take 2); T | join kind=inner T on id | count", [[2]]],
    ["calls | serialize n = row_number() | project n", [[1], [2], [3]]],
    [
      "calls | order by id asc | extend gap = duration - prev(duration) | project gap",
      [[null], [-80], [-15]],
    ],
    [
      "calls | order by id asc | project row_cumsum(duration), next(id)",
      [
        [100, 2],
        [120, 3],
        [125, null],
      ],
    ],
    ["calls | order by id asc | where prev(duration) > 50 | project id", [[2]]],
    ["calls | summarize hint.strategy=shuffle count() by name | count", [[3]]],
    ["calls | summarize percentiles_array(duration, 50, 95)", [[[20, 100]]]],
    [
      "calls | summarize make_list(id, 2), make_set_if(id, duration > 10), make_list_if(id, duration > 10, 1)",
      [[[1, 2], [1, 2], [1]]],
    ],
    ["calls | summarize make_bag(customDimensions)", [[{ "gen_ai.request.model": "bge", tokens: "30" }]]],
    ["calls | project x = column_ifexists('nope', 'none') | distinct x", [["none"]]],
    [
      "print strcat_array(dynamic(['a', 1]), '-'), array_concat(dynamic([1]), dynamic([2])), translate('ab', 'xy', 'cab')",
      [["a-1", [1, 2], "cxy"]],
    ],
    ["print format_timespan(1d + 2h + 3m + 4567ms, 'd.hh:mm:ss.fff')", [["1.02:03:04.567"]]],
    [
      "print bin_at(17, 10, 3), week_of_year(datetime(2026-01-01)), make_datetime(2026, 1, 2) == datetime(2026-01-02)",
      [[13, 1, true]],
    ],
    [
      "print extract_all('(\\\\d)', 'a1b2'), set_has_element(dynamic([1, 2]), 2), array_index_of(dynamic(['a']), 'a')",
      [[["1", "2"], true, 0]],
    ],
    ["print todecimal('1.5') + decimal(1)", [[2.5]]],
  ])("%s", (query, expected) => {
    expect(rows(query)).toEqual(expected);
  });

  test("the columns of an unpacked bag have types", () => {
    const { columns } = run(
      "print b = dynamic({'n': 1, 's': 'x', 'f': 1.5, 'o': {}}) | evaluate bag_unpack(b)",
    );
    expect(columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
      "n:long",
      "s:string",
      "f:real",
      "o:dynamic",
    ]);
  });
});
