import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type TestContext, test } from "vitest";
import { METRICS } from "../../modules/src/telemetry/index.ts";
import { hasProgram, prometheusFolder } from "./prometheus.ts";
import { startWorkshop } from "./scripted-run.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const read = (path: string) => readFileSync(join(prometheusFolder, path), "utf8");
const alerts = read("rules/alerts.yml");
const recording = read("rules/recording.yml");
const tests = readdirSync(join(prometheusFolder, "tests"));

const namesIn = (text: string, key: string) =>
  [...text.matchAll(new RegExp(`- ${key}: (\\S+)`, "g"))].map(([, name = ""]) => name);

function promtool(context: TestContext, args: readonly string[], cwd = prometheusFolder) {
  context.skip(!hasProgram("promtool"), "skipped: promtool missing");
  const { status, stdout, stderr } = spawnSync("promtool", args, { cwd, encoding: "utf8" });
  return { status, said: stdout + stderr };
}

test("promtool accepts the rules", (context) => {
  expect(promtool(context, ["check", "rules", "rules/recording.yml", "rules/alerts.yml"])).toEqual({
    status: 0,
    said: expect.stringContaining("14 rules found"),
  });
});

test("promtool accepts the configuration of each way to start it", (context) => {
  for (const target of readdirSync(join(prometheusFolder, "targets"))) {
    const folder = temporaryFolder({
      "prometheus.yml": read("prometheus.yml"),
      "rules/alerts.yml": alerts,
      "rules/recording.yml": recording,
      "targets/orchestrator.yml": read(`targets/${target}`),
    });
    expect(promtool(context, ["check", "config", "prometheus.yml"], folder)).toMatchObject({ status: 0 });
  }
});

test("promtool accepts what the orchestrator serves", async (context) => {
  context.skip(!hasProgram("promtool"), "skipped: promtool missing");
  const server = await startWorkshop();
  const input = await (await fetch(server.metricsUrl ?? "")).text();
  expect(input).toMatch(/^nodejs_active_handles\{/m);
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], { input, encoding: "utf8" });
  expect({ status, said: `${stdout}${stderr}`.trim() }).toEqual({ status: 0, said: "" });
});

test.each(namesIn(alerts, "alert"))(
  "%s has a case in which it fires, one in which it is quiet, and passes",
  (name) => {
    const file = tests.find((one) => fileOf(name) === one);
    const text = file === undefined ? "" : read(`tests/${file}`);
    const expected = text.split("- eval_time:").filter((one) => one.includes(`alertname: ${name}\n`));
    expect(expected.some((one) => one.includes("exp_labels"))).toBe(true);
    expect(expected.some((one) => one.includes("exp_alerts: []"))).toBe(true);
  },
);

test.for(tests)("promtool runs %s", { timeout: 120_000 }, (file, context) => {
  const { status, said } = promtool(context, ["test", "rules", `tests/${file}`]);
  expect(said).toContain("SUCCESS");
  expect(status).toBe(0);
});

test("a case with a wrong figure fails", (context) => {
  const wrong = read("tests/fallback-storm.yml").replace("50% of answers", "49% of answers");
  const folder = temporaryFolder({
    "rules/alerts.yml": alerts,
    "rules/recording.yml": recording,
    "tests/wrong.yml": wrong,
  });
  expect(promtool(context, ["test", "rules", "tests/wrong.yml"], folder)).toMatchObject({ status: 1 });
});

/** The name of an alert in the words of a file: `ErrorBudgetFastBurn` is `error-budget-fast-burn.yml`. */
const fileOf = (alert: string) =>
  `${alert.replaceAll(/(?<=[a-z])(?=[A-Z\d])|(?<=\d)(?=[A-Z][a-z])/g, "-").toLowerCase()}.yml`;

test("rules read only metrics that the server or the telemetry room has", async () => {
  const server = await startWorkshop();
  const text = await (await fetch(server.metricsUrl ?? "")).text();
  const served = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  const known = new Set([...served, ...Object.values(METRICS).map(({ prometheus }) => prometheus)]);
  const unknown = metricsIn(alerts + recording).filter((name) => !known.has(name));
  expect(unknown).toEqual([]);
});

/** Names of metrics, without what a histogram adds to them. */
function metricsIn(rules: string): string[] {
  const bare = rules
    .replaceAll(/#.*|\$labels\.\w+/g, "")
    .replaceAll(/\b(?:by|on|group_left)\s*\([^)]*\)/g, "");
  const names = [...bare.matchAll(/\b((?:agent_router|gen_ai|router|hybrid)_[a-z_\d]+)(?=[{[) ])/g)].map(
    ([, name = ""]) => name,
  );
  return [...new Set(names.map((name) => name.replace(/_(?:bucket|count|sum)$/, "")))];
}
