import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { findFreePorts } from "../notebooks/connection.ts";
import type { Output } from "../notebooks/document.ts";
import { type ExecuteOptions, executeNotebook } from "../notebooks/execute.ts";
import { runLab } from "../notebooks/run-lab.ts";
import { writeNotebook } from "../notebooks/write-notebook.ts";
import { runKit } from "./kit.ts";
import { makeLabs, makeNotebook, type TestCell } from "./temp-labs.ts";

const TIME_LIMIT_MS = 240_000;
const OPTIONS: ExecuteOptions = { cwd: paths.labs, cellLimitMs: 120_000, notebookLimitMs: 220_000 };

const html = (markup: string) => ({ output_type: "display_data", data: { "text/html": markup } });
const stream = (name: string, text: string) => ({ output_type: "stream", name, text });

describe("a notebook in the real kernel", { timeout: TIME_LIMIT_MS }, () => {
  test("outputs are merged, a cell that must throw does, late errors are found, and a kernel with a timer ends", async () => {
    const cells: TestCell[] = [
      'console.log(process.version, process.env.LAB_CLOUD, process.env.LAB_PROGRESS, "VITEST" in process.env)',
      'import { newDisplay } from "tslab";\nconst place = newDisplay();\nplace.html("one");\nconsole.log("a");\nplace.html("two");\nconsole.log("b");',
      { source: 'throw new Error("on purpose");', tags: ["raises-exception"] },
      { source: "const text: string = 1;", tags: ["raises-exception"] },
      "const timer = setInterval(() => {}, 1000);",
      'place.html("three");',
      'setTimeout(() => { throw new TypeError("too late"); }, 50);\nvoid 0;',
    ];
    const { folder } = makeLabs();
    vi.stubEnv("TMPDIR", folder);
    const run = await executeNotebook(makeNotebook(...cells), OPTIONS);
    vi.unstubAllEnvs();

    expect(run.failures).toEqual([
      {
        cell: 7,
        line: 'setTimeout(() => { throw new TypeError("too late"); }, 50);',
        message: "error after the cell was done: UncaughtException: TypeError: too late",
      },
    ]);
    expect(run.notebook.cells.map((cell) => cell.outputs).slice(0, 6)).toEqual([
      [stream("stdout", "v24.21.0 own false false\n")],
      [html("three"), stream("stdout", "a\nb\n")],
      [stream("stderr", expect.stringContaining("Error: on purpose"))],
      [stream("stderr", "1:7 - Type 'number' is not assignable to type 'string'.\n")],
      [],
      [],
    ]);
    expect(run.notebook.cells.map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(JSON.stringify(run.notebook.cells[2]?.outputs)).not.toContain(paths.root);
    expect(readdirSync(folder)).toEqual(["labs.json"]);
  });

  test("a taken port is given up for free ones", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void holder.close());
    await once(holder, "listening");
    const address = holder.address();
    const taken = typeof address === "object" && address ? address.port : 0;
    const proposals: number[][] = [];
    const choosePorts = async () => {
      const ports = [...(await findFreePorts())];
      if (proposals.length === 0) ports[0] = taken;
      proposals.push(ports);
      return ports;
    };
    const run = await executeNotebook(makeNotebook('console.log("here")'), { ...OPTIONS, choosePorts });
    expect(run.failures).toEqual([]);
    expect(proposals.length).toBe(2);
  });

  test.each([
    {
      what: "ends the process",
      source: "// leave\nprocess.exit(3);",
      line: "process.exit(3);",
      message: "the kernel ended (exit code 3)",
    },
    {
      what: "never ends",
      source: "while (true) {}",
      line: "while (true) {}",
      message: "took longer than 10 s. It may wait for input or loop without an end.",
    },
  ])("a cell that $what stops the lab in one line", async ({ source, line, message }) => {
    const notebook = makeNotebook("const before = 1;", source, 'console.log("after")');
    const run = await executeNotebook(notebook, { ...OPTIONS, cellLimitMs: 10_000 });
    expect(run.failures).toEqual([{ cell: 2, line, message }]);
    expect(run.cells).toBe(2);
  });

  test("a lab that uses up its time stops at the cell it has come to", async () => {
    const run = await executeNotebook(makeNotebook("1;", "2;"), { ...OPTIONS, notebookLimitMs: 1 });
    const [failure] = run.failures;
    expect([failure?.cell, failure?.message]).toEqual([
      1,
      "the time limit of the notebook is used up. It may wait for input or loop without an end.",
    ]);
  });

  test("everything wrong with a lab is told with its cell, and nothing after the cell that failed is run", async () => {
    const mark = (id: string, outcome: string) =>
      `display.html('<div data-exercise="${id}" data-outcome="${outcome}"></div>');`;
    const notebook = makeNotebook(
      'import { display } from "tslab";',
      'console.error("Warning: something is off");',
      { source: "const fine = 1;", tags: ["raises-exception"] },
      'console.log("kept in " + process.cwd() + "/data");',
      { source: mark("lab09.q1", "pass"), exercise: "lab09.q1" },
      { source: "const answer = 1;", exercise: "lab09.q2" },
      { source: mark("lab09.q3", "unattempted"), exercise: "lab09.q3" },
      'const total = 1;\nthrow new RangeError("too\\nmuch");',
      'console.log("not run")',
    );
    const { folder, entries } = makeLabs({ number: "09", content: notebook });
    const [lab] = entries;
    if (!lab) throw new Error("there is one lab");
    const run = await runLab(lab, { ...OPTIONS, folder, choice: "given", answers: () => undefined });

    const at = "labs/09-trial.ipynb cell";
    expect(run.problems).toEqual([
      `${at} 2 (console.error("Warning: something is off");): wrote to stderr: Warning: something is off`,
      `${at} 3 (const fine = 1;): is tagged raises-exception and did not throw`,
      `${at} 4 (console.log("kept in " + process.cwd() + "/data");): shows a path of this machine: ${paths.labs}/data`,
      `${at} 5: exercise lab09.q1 came out as pass, not unattempted`,
      `${at} 6: exercise lab09.q2 showed no outcome`,
      `${at} 8 (const total = 1;): RangeError: too`,
    ]);
    expect(run.summary).toMatch(/^✗ 09 Trial \d+\.\d s, 8 of 9 cells, 1 exercise unattempted$/);
    expect(run.notebook && outputsOf(run.notebook.cells.at(-1))).toEqual([]);
  });

  test("Ctrl-C ends the command and its kernel", async () => {
    const { folder } = makeLabs({ number: "01", content: "" });
    const file = join(folder, "kernel.pid");
    const source = `require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid));\nawait new Promise(() => setInterval(() => {}, 1000));`;
    writeFileSync(join(folder, "01-trial.ipynb"), writeNotebook(makeNotebook(source)));
    const labs = runKit(process.execPath, ["scripts/labs.ts", "--folder", folder], {
      environment: { TMPDIR: folder },
    });
    await expect.poll(() => existsSync(file), { timeout: 200_000 }).toBe(true);
    const pid = Number(readFileSync(file, "utf8"));
    labs.pressCtrlC();
    expect(await labs.ended).toBe(130);
    await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith("labs-kernel-"))).toEqual([]);
  });
});

const outputsOf = (cell: { readonly outputs: readonly Output[] } | undefined) => cell?.outputs;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
