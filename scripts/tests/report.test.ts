import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSettings } from "../../modules/src/config/index.ts";
import { openLedger } from "../../modules/src/cost/index.ts";
import { createFeedback } from "../../modules/src/experiments/index.ts";
import { openOrchestrator } from "../../modules/src/orchestrator/index.ts";
import { createTelemetry, type KpiFigure, openSqliteExporter } from "../../modules/src/telemetry/index.ts";
import { postJson, startTestCloud, variable } from "../../modules/tests/start-test-cloud.ts";
import { type Asked, writeReportFiles } from "./report-files.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 2);
const asked = (count: number, more: (place: number) => Partial<Asked>): Asked[] =>
  Array.from({ length: count }, (_, place) => ({
    id: `r-${place}`,
    at: START + place * 3_600_000,
    ...more(place),
  }));

/** The figures of a run, and of a section by name. */
async function report(args: readonly string[]) {
  const { code, out, err } = await runScript("report.ts", [...args, "--json"]);
  expect([code, err]).toEqual([0, ""]);
  const found = JSON.parse(out);
  const section = (answers: string, others: readonly string[] = []) =>
    found.sections.find(
      (one: { answers?: string; others: string[] }) =>
        one.answers === answers && one.others.join() === others.join(),
    );
  const figures = (answers: string, name: string, others: readonly string[] = []): readonly KpiFigure[] =>
    section(answers, others).kpis.find((kpi: { name: string }) => kpi.name === name).figures;
  return { found, section, figures };
}

describe("the figures", () => {
  test("are those of the requests, with what was for nothing and the choice itself in the cost", async () => {
    const files = await writeReportFiles(
      temporaryFolder(),
      asked(100, (place) => ({
        by: place < 60 ? "local" : "cloud",
        ...(place === 99 && { target: "local", wastedUsd: 0.001 }),
        ...(place < 10 && { routingUsd: 0.0002, router: "phi" }),
      })),
    );
    const { found, section, figures } = await report([
      "--ledger",
      files.ledger,
      "--telemetry",
      files.telemetry,
    ]);
    expect(found).toMatchObject({ requests: 100, joined: 100, ledgerOnly: 0, traceOnly: 0, judged: 0 });
    // 600 tokens at gpt-4o: 400 × 2.5 and 200 × 10 dollars a million.
    const [paid, all] = [40 * 0.003 + 0.001 + 10 * 0.0002, 100 * 0.003];
    expect(section("simulated").money).toEqual({
      requests: 100,
      answersUsd: expect.closeTo(0.12, 9),
      wastedUsd: expect.closeTo(0.001, 9),
      routingUsd: expect.closeTo(0.002, 9),
      costUsd: expect.closeTo(paid, 9),
      baselineUsd: expect.closeTo(all, 9),
    });
    expect(figures("simulated", "cost-saved")[0]?.value).toBeCloseTo(1 - paid / all, 9);
    expect(figures("simulated", "local-share")).toMatchObject([{ value: 0.6, n: 100 }]);
    expect(figures("simulated", "escalation-rate")).toMatchObject([{ value: 1 / 61, n: 61 }]);
    expect(section("simulated").routers).toMatchObject([
      { router: "rule", requests: 90, localShare: { value: 50 / 90 }, decisionP99: { value: 0.0004 } },
      { router: "phi", requests: 10, localShare: { value: 1 }, p50: { value: 0.4, n: 10 } },
    ]);
  });

  test("say how much time routing saved, where both sides were measured only", async () => {
    const files = await writeReportFiles(
      temporaryFolder(),
      asked(40, (place) => (place < 30 ? { by: "local", ms: 100 } : { by: "cloud", ms: 1000 })),
    );
    const { section } = await report(["--ledger", files.ledger, "--telemetry", files.telemetry]);
    const { time } = section("simulated");
    expect(time).toMatchObject({
      routedSeconds: expect.closeTo(0.325, 9),
      cloudAnswers: 10,
      efficiency: { n: 40 },
    });
    // The decision took 0.4 ms of each.
    expect(time.cloudSeconds).toBeCloseTo(0.9996, 9);
    expect(time.efficiency.value).toBeCloseTo(1 - 0.325 / 0.9996, 9);
    expect(time.efficiency.interval.low).toBeLessThan(time.efficiency.value);
    const alone = await report(["--ledger", files.ledger]);
    expect(alone.section("simulated").time).toBeUndefined();
  });

  test("never add up different provenance", async () => {
    const files = await writeReportFiles(
      temporaryFolder(),
      asked(12, (place) => ({
        provenance: place < 8 ? "live" : place < 11 ? "simulated" : "recorded",
        by: place % 2 === 0 ? "local" : "cloud",
      })),
    );
    const { found, section } = await report(["--ledger", files.ledger, "--telemetry", files.telemetry]);
    expect(
      found.sections.map(({ answers, requests }: { answers: string; requests: number }) => [
        answers,
        requests,
      ]),
    ).toEqual([
      ["real", 8],
      ["simulated", 3],
      ["recorded", 1],
    ]);
    expect(section("real").money.costUsd).toBeCloseTo(4 * 0.003, 9);
    expect(section("simulated").money.costUsd).toBeCloseTo(0.003, 9);
  });

  test("of a request that two classes took part in stand apart, without a sum of their money", async () => {
    const files = await writeReportFiles(
      temporaryFolder(),
      asked(9, (place) => ({
        ...(place < 4 && { routingUsd: 0.0001, routingProvenance: "live" }),
        ...(place === 8 && { routingUsd: 0, routingProvenance: "local" }),
      })),
    );
    const { found, section, figures } = await report([
      "--ledger",
      files.ledger,
      "--telemetry",
      files.telemetry,
    ]);
    expect(found.sections).toHaveLength(2);
    expect(section("simulated").money).toMatchObject({ requests: 4, routingUsd: 0 });
    const between = section("simulated", ["real"]);
    expect(between.requests).toBe(5);
    expect(between.money).toBeUndefined();
    expect(figures("simulated", "cost-saved", ["real"])).toEqual([]);
    expect(between.models.map((one: { provenance: string }) => one.provenance).sort()).toEqual([
      "live",
      "local",
      "simulated",
    ]);
  });

  test("have requests that nobody answered in each section, and those that cost something in their own", async () => {
    const files = await writeReportFiles(
      temporaryFolder(),
      asked(6, (place) => ({
        provenance: place < 3 ? "live" : "simulated",
        ...(place === 0 && { outcome: "failed" }),
        ...(place === 5 && { outcome: "failed", wastedUsd: 0.001 }),
      })),
    );
    const { section } = await report(["--ledger", files.ledger, "--telemetry", files.telemetry]);
    expect([section("real").requests, section("simulated").requests]).toEqual([3, 4]);
  });

  test("know misroutes from ratings of the local answers, and both kinds from labels", async () => {
    const folder = temporaryFolder();
    const all = asked(20, (place) => ({ by: place < 10 ? "local" : "cloud" }));
    const files = await writeReportFiles(folder, all);
    const ratings = join(folder, "ratings.sqlite");
    const answer = { tenant: "contoso", client: "web", model: "gpt-4o" };
    const feedback = createFeedback({ file: ratings, declared: {}, find: async () => answer });
    for (const [place, { id }] of all.entries())
      await feedback.rate({ requestId: id, rating: place % 5 === 0 ? 1 : 5 }, "contoso");
    feedback.close();
    const rated = await report(["--ledger", files.ledger, "--ratings", ratings]);
    expect(rated.found.judged).toBe(10);
    expect(rated.figures("simulated", "misroute")).toMatchObject([{ value: 0.2, n: 10 }, { n: 0 }]);
    expect(rated.figures("simulated", "quality-kept")[0]).toMatchObject({ n: 0 });
    const judgements = join(folder, "labels.jsonl");
    writeFileSync(
      judgements,
      all
        .map(({ id }, place) => JSON.stringify({ requestId: id, label: place < 14 ? "local" : "cloud" }))
        .join("\n"),
    );
    const labelled = await report(["--ledger", files.ledger, "--judgements", judgements]);
    expect(labelled.figures("simulated", "misroute")).toMatchObject([
      { value: 0, n: 10 },
      { value: 0.4, n: 10 },
    ]);
  });

  test("of the ledger alone have no times, of traces alone no comparison but their own", async () => {
    const files = await writeReportFiles(
      temporaryFolder(),
      asked(10, () => ({ by: "cloud" })),
    );
    const paid = await report(["--ledger", files.ledger]);
    expect(paid.found).toMatchObject({ joined: 0, ledgerOnly: 10 });
    expect(paid.figures("simulated", "latency")).toEqual([]);
    expect(paid.figures("simulated", "availability")[0]).toMatchObject({ n: 0 });
    expect(paid.figures("simulated", "cost-saved")[0]).toMatchObject({ value: 0, n: 10 });
    const traced = await report(["--telemetry", files.telemetry]);
    expect(traced.found).toMatchObject({ traceOnly: 10 });
    expect(traced.figures("simulated", "latency")[0]).toMatchObject({ of: "azure P50", value: 0.4 });
    expect(traced.figures("simulated", "cost-saved")[0]).toMatchObject({ n: 0 });
  });

  test("count an id that came twice from the ledger alone, once", async () => {
    const files = await writeReportFiles(temporaryFolder(), [
      { id: "same", at: START },
      { id: "same", at: START + 1000 },
      { id: "other", at: START + 2000 },
    ]);
    const { found, section } = await report(["--ledger", files.ledger, "--telemetry", files.telemetry]);
    expect(found).toMatchObject({ requests: 2, joined: 1, ledgerOnly: 1, repeatedIds: 1 });
    expect(section("simulated").money.costUsd).toBeCloseTo(0.006, 9);
  });

  test("are those of the period: a day is meant to its end, a time is where it ends", async () => {
    const files = await writeReportFiles(
      temporaryFolder(),
      asked(72, () => ({})),
    );
    const requests = async (...period: string[]) =>
      (await report(["--ledger", files.ledger, "--telemetry", files.telemetry, ...period])).found.requests;
    expect(await requests("--from", "2026-11-03")).toBe(48);
    expect(await requests("--from", "2026-11-03", "--to", "2026-11-03")).toBe(24);
    expect(await requests("--to", "2026-11-02T06:00")).toBe(6);
    expect(await requests("--to", "2026-11-02T06:00+02:00")).toBe(4);
  });
});

const CONFIG = `
profile: basic
strategy: rule
models:
  local-small: { provider: foundry_local, capabilities: [conversation], max_tokens: 60 }
  gpt-4o: { provider: azure_openai, capabilities: [reasoning], max_tokens: 120 }
routes:
  local: [local-small, gpt-4o]
  cloud: [gpt-4o, local-small]
resilience: { mid_stream: restart }
health_check: { enabled: false }
`;

test("what an orchestrator over a lab cloud wrote agrees with the ledger's own sums", {
  timeout: 120_000,
}, async () => {
  const cloud = await startTestCloud();
  const folder = temporaryFolder({ "orchestrator.yaml": CONFIG });
  const [ledgerFile, telemetryFile] = [join(folder, "ledger.sqlite"), join(folder, "telemetry.sqlite")];
  const telemetry = createTelemetry({ exporters: [await openSqliteExporter({ file: telemetryFile })] });
  const ledger = await openLedger({ file: ledgerFile, sync: "normal" });
  const { settings } = loadSettings({ environment: cloud.env, envFile: false });
  const orchestrator = await openOrchestrator(join(folder, "orchestrator.yaml"), settings, {
    ledger,
    ...telemetry.watch,
  });
  const hard =
    "Prove step by step why consensus needs a majority, and compare Raft with Paxos in depth. Case";
  for (let place = 0; place < 10; place++) {
    await orchestrator.ask(`hello ${place}`);
    if (place === 5) await postJson(variable(cloud, "LAB_FAULTS_URL"), { cutAfterTokens: 5, times: 1 });
    await orchestrator.ask(`${hard} ${place}`);
  }
  const sums = await ledger.summary();
  await telemetry.close();
  await orchestrator.close();
  const { found, section, figures } = await report(["--ledger", ledgerFile, "--telemetry", telemetryFile]);
  expect(found).toMatchObject({ requests: 20, joined: 20, sections: [{ answers: "simulated", others: [] }] });
  const { money } = section("simulated");
  expect(money).toMatchObject({ requests: 20, costUsd: expect.closeTo(sums.costUsd, 9) });
  expect(money.wastedUsd).toBeCloseTo(sums.wastedUsd, 9);
  expect(figures("simulated", "waste")[0]?.value).toBeGreaterThan(0);
  expect(figures("simulated", "local-share")[0]?.n).toBe(20);
  expect(figures("simulated", "fallback-rate")[0]).toMatchObject({ value: 0.05, n: 20 });
});

test("the page is one file that loads nothing, runs nothing, and shows text as text", async () => {
  const folder = temporaryFolder();
  const files = await writeReportFiles(
    folder,
    asked(60, (place) => ({
      by: place % 3 === 0 ? "cloud" : "local",
      router: "<script>alert(1)</script>",
      ms: 100 + place,
      ...(place % 20 === 0 && { provenance: "live" }),
    })),
  );
  const page = join(folder, "new", "page.html");
  const { code, out } = await runScript("report.ts", [
    ...["--ledger", files.ledger, "--telemetry", files.telemetry, "--out", page],
  ]);
  expect(code).toBe(0);
  expect(out.trim().split("\n").at(-1)).toBe(page);
  const markup = readFileSync(page, "utf8");
  const { JSDOM } = createRequire(import.meta.url)("jsdom");
  const { document } = new JSDOM(markup).window;
  expect(document.querySelectorAll("script, link, img, iframe")).toHaveLength(0);
  expect(markup).not.toMatch(/(?:src|href)="https?:/);
  expect(document.querySelector("meta[http-equiv]")?.getAttribute("content")).toMatch(/^default-src 'none'/);
  const sections = [...document.querySelectorAll("section")];
  expect(sections.map((section) => section.querySelector("h2")?.textContent)).toEqual([
    "Simulated answers",
    "Live clouds and models on this machine",
  ]);
  for (const svg of document.querySelectorAll("figure > svg"))
    expect(svg.getAttribute("aria-label")).toMatch(/^Chart: /);
  expect(document.querySelectorAll("figure > svg").length).toBeGreaterThanOrEqual(5);
  expect(document.querySelector("th[scope=row]")?.textContent).toBe("<script>alert(1)</script>");
});

describe("says in one line what is wrong", () => {
  test.each([
    [[], 2, "Name a ledger by --ledger, traces by --telemetry, or both. See --help."],
    [["--ledger", "/nowhere.sqlite"], 2, "--ledger: there is no file /nowhere.sqlite."],
    [
      ["--ledger", "x", "--from", "2026-02-30"],
      2,
      '--from must be a day such as 2026-03-02 or a time such as 2026-03-02T14:00, not "2026-02-30". See --help.',
    ],
    [
      ["--ledger", "x", "--from", "2026-03-02", "--to", "2026-03-01"],
      2,
      "--from 2026-03-02 does not lie before --to 2026-03-01. See --help.",
    ],
    [["--ledger", "x", "--baseline", "gpt-none"], 2, /^There is no model "gpt-none"\./],
  ])("%j", async (args, status, line) => {
    const { code, err } = await runScript("report.ts", args);
    expect(code).toBe(status);
    if (typeof line === "string") expect(err.trim()).toBe(line);
    else expect(err.trim()).toMatch(line);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("of files of another kind, which stay as they are, and of a period without requests", async () => {
    const folder = temporaryFolder({ "labels.jsonl": '{"requestId":"r-1","local":7}\n' });
    const files = await writeReportFiles(
      folder,
      asked(1, () => ({})),
    );
    const before = readFileSync(files.ledger);
    const swapped = await runScript("report.ts", ["--telemetry", files.ledger]);
    expect([swapped.code, swapped.err]).toEqual([
      2,
      expect.stringContaining("holds no telemetry (no such table"),
    ]);
    expect(readFileSync(files.ledger).equals(before)).toBe(true);
    const labels = ["--ledger", files.ledger, "--judgements", join(folder, "labels.jsonl")];
    expect((await runScript("report.ts", labels)).err).toContain("labels.jsonl line 1: local");
    const later = new Date(START + 30 * DAY_MS).toISOString().slice(0, 10);
    const empty = await runScript("report.ts", ["--ledger", files.ledger, "--from", later]);
    expect([empty.code, empty.err.trim()]).toEqual([
      1,
      "There is no request in this period. Look at the files, or at --from and --to.",
    ]);
  });
});
