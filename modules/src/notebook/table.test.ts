import { expect, test } from "vitest";
import { plainText } from "./html.ts";
import { renderTable } from "./table.ts";

const rows = [
  { prompt: "a <b>", firstTokenMs: 12.5, provenance: "local" },
  { prompt: "b", firstTokenMs: 3, provenance: "simulated" },
];

test("rows become lines in order, with headers in words", () => {
  expect(plainText(renderTable(rows, { caption: "Two" }))).toBe(
    "Two\nprompt  first token ms  provenance\na <b>  12.5  ■ LOCAL\nb  3.0  ▲ SIMULATED",
  );
});

test("hostile cells, headers and captions are escaped", () => {
  const evil = "<script>alert(1)</script>";
  const markup = renderTable([{ [evil]: evil }], {
    caption: evil,
    columns: [{ key: evil, header: evil, unit: evil }],
  });
  expect(markup).not.toContain("<script");
  expect(markup.match(/&lt;script/g)).toHaveLength(4);
});

test("what a formatter gives is escaped too", () => {
  const markup = renderTable(rows, { columns: [{ key: "prompt", format: (value) => `<i>${value}</i>` }] });
  expect(markup).toContain("&lt;i&gt;b&lt;/i&gt;");
});

test("numbers stand right in figures of one width, text stands left", () => {
  const markup = renderTable(rows, { columns: ["prompt", "firstTokenMs"] });
  expect(markup).toMatch(/text-align:right[^"]*tabular-nums[^"]*">12\.5</);
  expect(markup).toMatch(/text-align:left[^"]*">b</);
});

test("twenty rows are shown, then how many more there are", () => {
  const many = Array.from({ length: 1023 }, (_, index) => ({ index }));
  const lines = plainText(renderTable(many)).split("\n");
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe("and 1,003 more");
  expect(
    plainText(renderTable(many, { limit: 1 }))
      .split("\n")
      .at(-1),
  ).toBe("and 1,022 more");
});

test("no rows are said to be none", () => {
  expect(plainText(renderTable([], { caption: "Nothing" }))).toBe("Nothing\nno rows");
});

test("a field that only some rows have gets a column and dashes", () => {
  const lines = plainText(renderTable<object>([{ a: 1 }, { a: 2, note: "late" }])).split("\n");
  expect(lines).toEqual(["a  note", "1  –", "2  late"]);
});

test.each([
  [undefined, "table draws an array of objects, not undefined."],
  [Promise.resolve([]), "table draws an array of objects, not an object."],
  [[{ a: 1 }, null], "table draws an array of objects; number 1 is null."],
])("rows that are none are refused in one line", (rows, message) => {
  const untyped: (rows: never) => string = renderTable;
  expect(() => untyped(rows as never)).toThrow(expect.objectContaining({ name: "LabError", message }));
});
