import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RequestContext } from "../chat/request-context.ts";
import { readYaml } from "../config/read-yaml.ts";
import { systemClock } from "../core/clock.ts";
import { explainError } from "../core/errors.ts";
import { createRandom } from "../core/random.ts";
import { createExperiments } from "./create-experiments.ts";
import type { Experiment } from "./experiment.ts";
import { experimentSchema } from "./experiment-schema.ts";
import type { ExperimentEvent, Experiments } from "./experiments.ts";
import { openTuningStore } from "./tuning-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "experiments-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const canary: Experiment = {
  name: "canary",
  unit: "user",
  share: 1,
  variants: [
    { name: "now", weight: 9, change: {} },
    { name: "new", weight: 1, change: { model: "gpt-new" } },
  ],
  goal: "success",
  plannedRequests: 5_000,
  falseAlarm: 0.05,
  guard: { successDrop: 0.05 },
};

const asker = (user: number): RequestContext => ({
  requestId: `r${user}`,
  tenant: "t",
  client: "c",
  user: `user ${user}`,
});

/** Asks once for each user; returns at which request each variant was seen last. */
function run(experiments: Experiments, users: number, failing: Readonly<Record<string, number>>): void {
  const random = createRandom(4);
  for (let user = 0; user < users; user++) {
    const context = asker(user);
    const assignments = experiments.assign(context);
    const rate = failing[assignments[0]?.variant ?? ""] ?? 0.02;
    experiments.observe(context, assignments, { success: random() >= rate, latencyMs: 100, costUsd: 0.001 });
  }
}

test("a canary that fails is stopped within its first requests, and its users are served as before", () => {
  const events: ExperimentEvent[] = [];
  const experiments = createExperiments({ experiments: [canary], onEvent: (event) => events.push(event) });
  run(experiments, 2_000, { new: 1 });
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ type: "variant-stopped", experiment: "canary", variant: "new" });
  const seen = experiments.report("canary").variants.map(({ requests }) => requests);
  expect(seen[1]).toBeLessThan(60);
  const given = Array.from({ length: 200 }, (_, user) => experiments.assign(asker(user)));
  expect(given.flat().some(({ variant }) => variant === "new")).toBe(false);
  expect(experiments.report("canary").says[0]).toBe("new was stopped, as it did harm.");
});

test("a canary as good as the first is not stopped", () => {
  for (let seed = 0; seed < 5; seed++) {
    const events: ExperimentEvent[] = [];
    const named = { ...canary, name: `canary ${seed}` };
    run(createExperiments({ experiments: [named], onEvent: (event) => events.push(event) }), 3_000, {});
    expect(events).toEqual([]);
  }
});

test("who takes part in one experiment takes no part in another that changes the same", () => {
  const other = { ...canary, name: "other", share: 0.5 };
  const strategy: Experiment = {
    ...canary,
    name: "strategy",
    variants: [
      { name: "rule", weight: 1, change: { strategy: "rule" } },
      { name: "bert", weight: 1, change: { strategy: "bert" } },
    ],
  };
  const experiments = createExperiments({ experiments: [other, canary, strategy] });
  const given = Array.from({ length: 500 }, (_, user) =>
    experiments.assign(asker(user)).map(({ experiment }) => experiment),
  );
  expect(given.every((names) => names.includes("strategy"))).toBe(true);
  expect(given.every((names) => names.includes("other") !== names.includes("canary"))).toBe(true);
});

test("counts, shares and stops outlive a restart; a changed definition begins anew", () => {
  const file = join(folder, "tuning.db");
  const open = (experiment: Experiment) => {
    const store = openTuningStore({ file, clock: systemClock });
    return { store, experiments: createExperiments({ experiments: [experiment], store }) };
  };
  const first = open(canary);
  run(first.experiments, 2_000, { new: 1 });
  first.experiments.setShare("canary", 0.5);
  const before = first.experiments.report("canary");
  first.experiments.close();
  first.store.close();

  const second = open(canary);
  expect(second.experiments.report("canary")).toEqual(before);
  expect(second.experiments.list[0]?.share).toBe(0.5);
  second.store.close();

  const changed = open({ ...canary, variants: [...canary.variants].reverse() });
  expect(changed.experiments.report("canary").requests).toBe(0);
  changed.store.close();
});

test("what does not exist or is no share is said in one line", () => {
  const experiments = createExperiments({ experiments: [canary] });
  const lineOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return explainError(error);
    }
    return "nothing was thrown";
  };
  expect(lineOf(() => experiments.report("canari"))).toBe(
    'There is no experiment "canari". Did you mean canary?',
  );
  expect(lineOf(() => experiments.setShare("canary", Number.NaN))).toContain("must be 0 to 1, not NaN");
  expect(lineOf(() => createExperiments({ experiments: [canary, canary] }))).toContain("two experiments");
  expect(lineOf(() => openTuningStore({ file: folder, clock: systemClock }))).toContain("cannot be used");
});

test("a file says it with variants beside their names, and mistakes with their lines", async () => {
  const file = join(folder, "experiment.yaml");
  await writeFile(
    file,
    "name: canary\nvariants:\n  - { name: now, weight: 9 }\n  - { name: new, model: gpt-new }\nguard: {}\nplanned_requests: 5000\n",
  );
  expect(readYaml(file, "The experiment", experimentSchema).content).toEqual(canary);
  await writeFile(file, "name: canary\nvariants:\n  - name: now\n  - name: now\n    wieght: 1\n");
  expect(() => readYaml(file, "The experiment", experimentSchema)).toThrow(/line 5.*did you mean "weight"/);
  await writeFile(file, "name: canary\nvariants:\n  - name: now\n  - name: now\n    model: x\n");
  expect(() => readYaml(file, "The experiment", experimentSchema)).toThrow(/line 4.*another variant "now"/);
  await writeFile(file, "name: canary\nshare: 2\nvariants:\n  - name: now\n  - name: new\n");
  expect(() => readYaml(file, "The experiment", experimentSchema)).toThrow(/line 2.*at most 1/);
});
