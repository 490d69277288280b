import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, platform, totalmem } from "node:os";
import { join, relative } from "node:path";
import { nearestName } from "../modules/src/config/nearest-name.ts";
import { paths } from "../modules/src/config/paths.ts";
import { type Benchmark, type BenchmarkReport, type Figure, keepsBar } from "./benchmarks/benchmark.ts";
import { benchmarks } from "./benchmarks/registry.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";

const HELP = `npm run bench -- NAME... [flags]
Measures on this machine and prints figures, method and machine. Ends with 1 when a figure misses its bar.

${benchmarks.map(({ name, about }) => `  ${name.padEnd(12)}${about}`).join("\n")}

  --json   print the report as JSON; what is told meanwhile goes to stderr
  --help   this text

Each report is also kept as .out/benchmarks/NAME.json.
`;

interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
}

interface Report extends BenchmarkReport {
  readonly benchmark: string;
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly passed: boolean;
}

function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${process.arch}`,
    node: process.version,
  };
}

function choose(names: readonly string[]): readonly Benchmark[] {
  const known = benchmarks.map(({ name }) => name);
  if (names.length === 0) throw new UsageError(`Which one? There are: ${known.join(", ")}.`);
  return names.map((typed) => {
    const found = benchmarks.find(({ name }) => name === typed);
    if (found) return found;
    const near = nearestName(typed, known);
    throw new UsageError(
      `There is no benchmark "${typed}". ${near ? `Did you mean ${near}?` : `There are: ${known.join(", ")}.`}`,
    );
  });
}

async function measure(benchmark: Benchmark, log: (line: string) => void): Promise<Report> {
  const report = await benchmark.run(log);
  return {
    benchmark: benchmark.name,
    measuredAt: new Date().toISOString(),
    machine: describeMachine(),
    ...report,
    passed: report.figures.every(keepsBar),
  };
}

/** Keeps the report where it can be compared with later ones, and says where. */
function keep(report: Report): string {
  const folder = join(paths.out, "benchmarks");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.benchmark}.json`);
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  return relative(paths.root, file);
}

function print({ benchmark, measuredAt, machine, method, figures }: Report): void {
  const { cpu, cores, memoryGb, system, node } = machine;
  console.log(`${benchmark}, measured ${measuredAt}`);
  console.log(`${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}\n`);
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const figure of figures) console.log(`  ${figure.name.padEnd(width)}  ${figureText(figure)}`);
  console.log(`\n${method.join("\n")}`);
}

function figureText(figure: Figure): string {
  const { value, unit, bar } = figure;
  const digits = Math.abs(value) < 100 ? 2 : 0;
  const text = `${value.toFixed(digits).padStart(10)}${unit ? ` ${unit}` : ""}`;
  if (!bar) return text;
  const words = "atMost" in bar ? `at most ${bar.atMost}` : `at least ${bar.atLeast}`;
  return `${text}  ${keepsBar(figure) ? "✓" : "✗"} ${words}`;
}

await runCommand({
  help: HELP,
  words: "names of benchmarks",
  flags: { json: { type: "boolean" } },
  async run({ json = false }, names) {
    const log = json ? console.error : console.log;
    const reports: Report[] = [];
    for (const benchmark of choose(names)) {
      log(`${benchmark.name}: ${benchmark.about}`);
      const report = await measure(benchmark, log);
      reports.push(report);
      if (json) console.log(JSON.stringify(report, undefined, 2));
      else print(report);
      log(`\nKept as ${keep(report)}.`);
    }
    return reports.every(({ passed }) => passed);
  },
});
