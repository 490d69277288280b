import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Kernel, type KernelOutput, openKernel } from "../../scripts/notebooks/kernel.ts";
import { paths } from "../src/config/paths.ts";

/** Only a real kernel shows these: the built package in type-checked cells, its drawings, the stop button. */
describe("the kit in a notebook", () => {
  const outputs: KernelOutput[] = [];
  let kernel: Kernel;

  beforeAll(async () => {
    kernel = await openKernel({ cwd: paths.labs, onOutput: (output) => void outputs.push(output) });
    await run(`import * as kit from "@hybrid-router/modules/notebook";
import { equal, exercise, todo } from "@hybrid-router/modules/exercises";`);
  });

  afterAll(() => kernel.close());

  async function run(code: string) {
    const before = outputs.length;
    const running = await kernel.execute(code);
    const { status } = await running.reply;
    const shown = outputs.slice(before);
    return {
      status,
      html: shown.flatMap(markupOf),
      stderr: textOf(shown, "stderr"),
      stdout: textOf(shown, "stdout"),
    };
  }

  test("drawings of the package come out as HTML of the cell, and the cell prints nothing else", async () => {
    const { status, html, stdout, stderr } = await run(`
const rows = [{ prompt: "<a>", ms: 1, provenance: "local" }, { prompt: "b", ms: 2, provenance: "simulated" }];
kit.chart({ title: "Dots", marks: [kit.dot(rows, { x: "ms", y: "ms", fill: "provenance" })] });
kit.barChart(rows, { title: "Bars", label: "prompt", value: "ms" });
kit.table(rows);`);
    expect({ status, stdout, stderr }).toEqual({ status: "ok", stdout: "", stderr: "" });
    expect(html.map((markup) => /<(svg|table)/.exec(markup)?.[1])).toEqual(["svg", "svg", "table"]);
  });

  test("progress is one output that changes", async () => {
    const before = outputs.length;
    await run('const bar = kit.progress(2, "prompts"); bar.step(); bar.step(); bar.done();');
    const drawn = outputs.slice(before).filter((output) => output.kind === "display");
    expect(drawn.map(({ update }) => update)).toEqual([false, true]);
    expect(new Set(drawn.map(({ displayId }) => displayId)).size).toBe(1);
    expect(drawn[0]?.displayId).toBeTruthy();
    expect(markupOf(drawn.at(-1))[0]).toContain("2 of 2");
  });

  test("a stream is printed and its text returned", async () => {
    await run('async function* words() { yield "one "; yield "two"; }');
    const { stdout } = await run("const whole = await kit.streamText(words()); console.log(whole.length);");
    expect(stdout).toBe("one two\n7\n");
  });

  test.each([
    [
      "a field that the rows do not have",
      'kit.barChart(rows, { title: "T", label: "promt", value: "ms" });',
      '"promt"',
    ],
    ["a column that the rows do not have", 'kit.table(rows, { columns: ["mss"] });', '"mss"'],
    ["an unknown provenance", 'kit.chart({ title: "T", provenance: "real", marks: [] });', '"real"'],
    ["an answer of the wrong type", "q.check((text: string) => text);", "string"],
  ])("%s is a type error of the cell", async (_, code, named) => {
    await run(`const q = exercise<(n: number) => number>({ id: "lab99.q1", title: "T", prompt: "P", hints: ["1", "2", "3"],
  solution: "", wrong: "", test: (double) => equal(3, double(3), 6) });`);
    const { status, html, stderr } = await run(code);
    expect({ status, html }).toEqual({ status: "error", html: [] });
    expect(stderr).toContain(named);
  });

  test.each([
    ["openLab", "openLab"],
    ["progress", "progress"],
  ])("what %s gives keeps its type in later cells", async (_, name) => {
    await run(`const made = (undefined as unknown) as Awaited<ReturnType<typeof kit.${name}>>;`);
    const { status, stderr } = await run("const wanted: number = made;");
    expect(status).toBe("error");
    expect(stderr).toContain("is not assignable to type 'number'");
  });

  test("exercises that are undone, wrong or broken let the notebook go on", async () => {
    const { status, html, stdout, stderr } = await run(`q.check(() => todo());
q.check((n) => n);
q.check(() => { throw new TypeError("lost"); });
q.check((n) => 2 * n);`);
    expect({ status, stdout, stderr }).toEqual({ status: "ok", stdout: "", stderr: "" });
    expect(html.map((markup) => /data-exercise="lab99.q1" data-outcome="(\w+)"/.exec(markup)?.[1])).toEqual([
      "unattempted",
      "fail",
      "error",
      "pass",
    ]);
  });

  test("an error of ours is one line, without a stack", async () => {
    const { status, stderr } = await run('const lab = await kit.openLab("98");');
    expect(status).toBe("error");
    expect(stderr).toMatch(/^ExerciseError: There is no lab "98"\. Labs: .*\n$/);
  });

  test("the stop button ends the work that follows its signal, more than once, and the kernel lives", async () => {
    await run(`let ticks = 0;
async function work(signal: AbortSignal) {
  while (!signal.aborted) { ticks++; await new Promise((resolve) => setTimeout(resolve, 10)); }
}
const interrupt = () => setTimeout(() => process.kill(process.pid, "SIGINT"), 60);`);
    for (const round of [1, 2]) {
      const { status, stderr } = await run("interrupt(); await work(kit.interruptSignal());");
      expect({ round, status }).toEqual({ round, status: "error" });
      expect(stderr).toContain("Interrupted.");
      const counted = await run(
        "const seen = ticks; await new Promise((resolve) => setTimeout(resolve, 100)); console.log(ticks - seen);",
      );
      expect(counted.stdout).toBe("0\n");
    }
  });
});

function markupOf(output: KernelOutput | undefined): string[] {
  const markup = output?.kind === "display" ? output.data["text/html"] : undefined;
  return typeof markup === "string" ? [markup] : [];
}

function textOf(shown: readonly KernelOutput[], name: "stdout" | "stderr"): string {
  return shown
    .map((output) => (output.kind === "stream" && output.name === name ? output.text : ""))
    .join("");
}
