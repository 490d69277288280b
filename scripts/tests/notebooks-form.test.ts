import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { checkLabs } from "../notebooks/check-labs.ts";
import { type Notebook, parseNotebook, stripNotebook } from "../notebooks/document.ts";
import { ensureBuilt } from "../notebooks/ensure-built.ts";
import { labFile } from "../notebooks/lab-list.ts";
import { renderLabTable, updateLabTables } from "../notebooks/lab-table.ts";
import { findMachinePath } from "../notebooks/machine-path.ts";
import { errorLine } from "../notebooks/output-log.ts";
import { solveNotebook } from "../notebooks/solve-notebook.ts";
import { createWire } from "../notebooks/wire.ts";
import { writeNotebook } from "../notebooks/write-notebook.ts";
import { runKit } from "./kit.ts";
import { makeLabs, makeNotebook, type TempLab } from "./temp-labs.ts";

/** Byte for byte what Python's nbformat 5.11 writes for these two cells. */
const BY_NBFORMAT = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "title",
   "metadata": {},
   "source": [
    "# Größe\\n",
    "\\n",
    "\\"q\\" \\\\ \\t→"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "q1",
   "metadata": {
    "exercise": "lab01.q1",
    "tags": [
     "exercise"
    ]
   },
   "outputs": [],
   "source": []
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "TypeScript",
   "language": "typescript",
   "name": "tslab"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

/** As an editor saves it after a run. */
const SAVED_BY_AN_EDITOR = JSON.stringify({
  cells: [
    { cell_type: "markdown", id: "title", metadata: { editable: true }, source: '# Größe\r\n\r\n"q" \\ \t→' },
    {
      cell_type: "code",
      id: "q1",
      execution_count: 7,
      metadata: {
        tags: ["exercise"],
        exercise: "lab01.q1",
        execution: { "iopub.status.busy": "2026-01-01T00:00:00Z" },
        collapsed: true,
      },
      source: "",
      outputs: [
        { output_type: "stream", name: "stdout", text: ["a\n", "b"] },
        { output_type: "execute_result", execution_count: 7, data: { "text/plain": "1" }, metadata: {} },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
      ],
    },
  ],
  metadata: {
    kernelspec: { display_name: "Mine", name: "other" },
    language_info: { name: "typescript", version: "5" },
  },
  nbformat: 4,
  nbformat_minor: 5,
});

describe("the form of a notebook", () => {
  test("outputs and editor metadata go, the rest is what nbformat writes, and cleaning again changes nothing", () => {
    const clean = writeNotebook(stripNotebook(parseNotebook(SAVED_BY_AN_EDITOR, "a.ipynb")));
    expect(clean).toBe(BY_NBFORMAT);
    expect(writeNotebook(stripNotebook(parseNotebook(clean, "a.ipynb")))).toBe(clean);
  });

  test("an executed copy keeps its outputs and cleans back to its source", () => {
    const executed = writeNotebook(parseNotebook(SAVED_BY_AN_EDITOR, "a.ipynb"));
    const outputs = parseNotebook(executed, "a.ipynb").cells[1]?.outputs;
    expect(outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "a\nb" },
      { output_type: "execute_result", data: { "text/plain": "1" } },
      { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
    ]);
    expect(writeNotebook(stripNotebook(parseNotebook(executed, "a.ipynb")))).toBe(BY_NBFORMAT);
  });

  test("a cell without an id gets the same one each time, and no two cells share one", () => {
    const ids = (document: Notebook) => document.cells.map((cell) => cell.id);
    const first = ids(makeNotebook("same", "same", "other"));
    expect(ids(makeNotebook("same", "same", "other"))).toEqual(first);
    expect(new Set(first).size).toBe(3);
    const twice = JSON.stringify({
      nbformat: 4,
      cells: ["x", "x"].map((id) => ({ cell_type: "code", id, source: "", metadata: {} })),
    });
    expect(new Set(ids(parseNotebook(twice, "a"))).size).toBe(2);
  });

  test.each([
    ["{", /^labs\/a\.ipynb is not JSON: [^\n]+$/],
    ["[]", /^labs\/a\.ipynb is not a notebook of nbformat 4: [^\n]+$/],
    ['{"nbformat":3,"worksheets":[]}', /^labs\/a\.ipynb is not a notebook of nbformat 4: nbformat: [^\n]+$/],
    ['{"nbformat":4,"cells":[{"cell_type":"code","metadata":{}}]}', /nbformat 4: cells\.0\.source: [^\n]+$/],
  ])("%s is refused in one line", (content, line) => {
    expect(() => parseNotebook(content, "labs/a.ipynb")).toThrow(line);
  });
});

describe("answers in exercise cells", () => {
  const answers = (id: string) =>
    id === "lab01.q1" ? { solution: "const route = () => 1;", wrong: "const route = () => 2;" } : undefined;
  const cell = (source: string, exercise = "lab01.q1") => makeNotebook({ source, exercise });
  const starter = "const route = () => {\n  return todo(); // your code\n};\nawait lab01.q1.check(route);";

  test("the answer replaces all before the check", () => {
    expect(solveNotebook(cell(starter), "given", answers).cells[0]?.source).toBe(starter);
    expect(solveNotebook(cell(starter), "solution", answers).cells[0]?.source).toBe(
      "const route = () => 1;\nawait lab01.q1.check(route);",
    );
    expect(solveNotebook(cell(starter), "wrong", answers).cells[0]?.source).toContain("() => 2");
  });

  test("an unknown exercise and a cell without its check are named", () => {
    expect(() => solveNotebook(cell(starter, "lab01.q9"), "wrong", answers)).toThrow("no exercise lab01.q9");
    expect(() => solveNotebook(cell("const a = 1;"), "wrong", answers)).toThrow(
      "does not end with lab01.q1.check",
    );
  });
});

describe("npm run labs:check", () => {
  beforeAll(ensureBuilt);
  const check = (...labs: TempLab[]) =>
    checkLabs({ folder: makeLabs(...labs).folder, exerciseIds: ["lab01.q1"], answers: () => undefined });

  test("names type errors by lab, cell and line, strictly and on imported types", () => {
    const cells = [
      'import { openLab } from "@hybrid-router/modules/notebook";\nimport { readFileSync } from "node:fs";',
      "const queries: string[] = [];\nquerie.push(1);",
      "const lab = await openLab(5);\nlab.nothing;\nconst size: number = null;",
      { source: "const wrong: number = 'text';", tags: ["raises-exception"] },
      "wrong;",
      "[3, 1].toSorted();",
    ];
    expect(check({ number: "02", content: makeNotebook(...cells) }).slice(1)).toEqual([
      "labs/02-trial.ipynb cell 2 line 2: Cannot find name 'querie'. Did you mean 'queries'?",
      "labs/02-trial.ipynb cell 3 line 1: Argument of type 'number' is not assignable to parameter of type 'string'.",
      "labs/02-trial.ipynb cell 3 line 2: Property 'nothing' does not exist on type 'Lab'.",
      "labs/02-trial.ipynb cell 3 line 3: Type 'null' is not assignable to type 'number'.",
      "labs/02-trial.ipynb cell 5 line 1: Cannot find name 'wrong'.",
      expect.stringContaining("cell 6 line 1: Property 'toSorted' does not exist"),
    ]);
  });

  test("names what does not fit together: files, table, exercises, form, rules for cells", () => {
    const long = Array.from({ length: 26 }, (_, index) => `const line${index} = ${index};`).join("\n");
    const problems = check(
      { number: "01", exercises: ["lab01.q2"], content: makeNotebook("", long) },
      {
        number: "02",
        exercises: ["lab01.q1"],
        content: makeNotebook(
          { source: "const answer = 1;", exercise: "lab01.q1" },
          'export {};\nconst one = await import("openai/internal/x");',
          "for await (const n of [1]) void n;",
          "await null;\nfor await (const n of [2]) void n;",
        ),
      },
      { number: "03", content: `${writeNotebook(makeNotebook("1;"))}\n` },
      { number: "04", content: "not JSON" },
    );
    expect(problems).toEqual([
      expect.stringContaining("labs/04-trial.ipynb is not JSON: "),
      "labs/03-trial.ipynb has outputs or editor metadata. Run: npm run labs:clean",
      "labs/01-trial.ipynb has no cell for exercise lab01.q2 of labs/labs.json.",
      "labs/01-trial.ipynb cell 1: is empty. Delete it.",
      expect.stringContaining("labs/01-trial.ipynb cell 2: has 26 lines of code; 25 is the most."),
      "labs/02-trial.ipynb cell 1: must end with lab01.q1.check(...).",
      expect.stringContaining('labs/02-trial.ipynb cell 2 line 2: imports "openai/internal/x".'),
      expect.stringContaining("labs/02-trial.ipynb cell 3 line 1: has a for await"),
      expect.stringContaining("labs/02-trial.ipynb cell 2 line 2: Cannot find module"),
    ]);
  });

  test("the commands find committed outputs and clean them", async () => {
    const executed = writeNotebook({
      cells: makeNotebook("const one = 1;").cells.map((cell) => ({ ...cell, execution_count: 1 })),
    });
    const { folder, entries } = makeLabs({ number: "01", content: executed });
    const run = (script: string) => runKit(process.execPath, [script, "--folder", folder]);
    const found = run("scripts/labs-check.ts");
    expect(await found.ended).toBe(1);
    expect(found.output()).toContain(
      "labs/01-trial.ipynb has outputs or editor metadata. Run: npm run labs:clean\n",
    );
    expect(await run("scripts/labs-clean.ts").ended).toBe(0);
    const [lab] = entries;
    expect(lab && readFileSync(join(folder, labFile(lab)), "utf8")).toBe(
      writeNotebook(makeNotebook("const one = 1;")),
    );
  });
});

describe("commands", () => {
  test.each([
    [["scripts/labs.ts", "--solve"], 2, "Unknown option '--solve'. See --help.\n"],
    [["scripts/labs.ts", "--solved", "--wrong"], 2, "--solved and --wrong do not go together.\n"],
    [
      ["scripts/labs.ts", "--cell-limit", "soon"],
      2,
      '--cell-limit must be a number of seconds above 0, not "soon".\n',
    ],
    [["scripts/labs.ts", "1", "77"], 1, "There is no lab 77. Known labs: 01, 02.\n"],
    [["scripts/labs-clean.ts", "01"], 2, '"01" means nothing here. See --help.\n'],
    [
      ["scripts/gallery.ts", "--from", "scripts"],
      1,
      "01-trial.ipynb is not in that folder. Run: npm run labs -- --write DIR\n",
    ],
  ])("%j ends with %i and one line", async (args, code, line) => {
    const { folder } = makeLabs({ number: "01", content: "" }, { number: "02", content: "" });
    const command = runKit(process.execPath, [...args, "--folder", folder]);
    expect([await command.ended, command.output()]).toEqual([code, line]);
  });
});

describe("the table of labs", () => {
  test("is written between its marks and found when out of step", () => {
    const { folder, entries } = makeLabs({ number: "01", exercises: ["a", "b"], content: "" });
    const path = join(folder, "README.md");
    writeFileSync(path, "# Labs\n<!-- labs:begin -->\nold\n<!-- labs:end -->\nafter\n");
    const pages = [{ path, base: "labs/" }];
    expect(updateLabTables(entries, { pages, write: false })).toEqual(["README.md"]);
    expect(updateLabTables(entries, { pages, write: true })).toEqual(["README.md"]);
    expect(updateLabTables(entries, { pages, write: false })).toEqual([]);
    expect(readFileSync(path, "utf8")).toBe(
      `# Labs\n<!-- labs:begin -->\n\n${renderLabTable(entries, "labs/")}\n\n<!-- labs:end -->\nafter\n`,
    );
    expect(renderLabTable(entries, "labs/")).toContain(
      "| 01 | [Trial](labs/01-trial.ipynb) | 5 | test | 2 | - |",
    );
    writeFileSync(path, "no marks");
    expect(() => updateLabTables(entries, { pages, write: true })).toThrow(
      "README.md has no <!-- labs:begin -->",
    );
  });
});

describe("small parts", () => {
  test("the error line of a cell is what was thrown, not where", () => {
    const thrown =
      "evalmachine.<anonymous>:3\nthrow new Error(x);\n^\n\nLabError: No such lab.\n    at evalmachine.<anonymous>:3:7\n";
    expect(errorLine(thrown)).toBe("LabError: No such lab.");
    expect(errorLine("Loading: 10 %\n1:7 - Type 'string' is not assignable.\n")).toBe(
      "1:7 - Type 'string' is not assignable.",
    );
    expect(errorLine("just words\n")).toBe("just words");
  });

  test("a machine's path is found as a path, in text and in markup, and not inside another word", () => {
    const find = (text: string) =>
      findMachinePath([{ output_type: "stream", name: "stdout", text }], ["/home/ada", "/srv/kit"]);
    expect(find("at file:///srv/kit/modules/a.js:3")).toBe("file:///srv/kit/modules/a.js:3");
    expect(find('<a href="/home/ada/x">')).toBe("/home/ada/x");
    expect(find("GET http://127.0.0.1/home/adabas and x/srv/kit")).toBeUndefined();
    expect(
      findMachinePath([{ output_type: "stream", name: "stdout", text: "C:\\kit\\a" }], ["C:\\kit"]),
    ).toBe("C:\\\\kit");
  });

  test("a message with a foreign signature is not read", () => {
    const wire = createWire("key");
    const frames = (from: ReturnType<typeof createWire>) =>
      from.request("status", { execution_state: "idle" }).frames.map((frame) => Buffer.from(frame));
    expect(wire.read(frames(wire))).toMatchObject({ type: "status", content: { execution_state: "idle" } });
    expect(wire.read(frames(createWire("other")))).toBeUndefined();
    expect(wire.read([Buffer.from("noise")])).toBeUndefined();
  });
});
