import { expect, test } from "vitest";
import { fixtureMachine, fixtureSettings, reachable } from "../../tests/fixture-machine.ts";
import { diagnose } from "./diagnose.ts";
import type { LabToRun } from "./labs.ts";
import type { Machine } from "./machine.ts";

const LABS: readonly LabToRun[] = [
  { number: "03", title: "Cloud models", needs: [] },
  { number: "05", title: "The rule router", needs: [], asksCloud: false },
];

const look = (differences: Partial<Machine>, labs = LABS) =>
  diagnose({ machine: fixtureMachine(differences), labs });

test("dual mode that is not to be had keeps no lab from running: they ask the lab cloud", async () => {
  const dual = { USE_AZURE_FOUNDRY: "true", AZURE_AI_FOUNDRY_ENDPOINT: "https://my.openai.azure.com" };
  const report = await look({ settings: fixtureSettings(dual), reach: reachable() });
  expect(report.ready).toBe(true);
  expect(report.labs).toMatchObject([{ runs: true, cloud: "simulated" }, { runs: true }]);
  expect(report.results.find(({ id }) => id === "AZURE_FOUNDRY")).toMatchObject({
    state: "problem",
    mend: expect.stringContaining("Labs run without it"),
  });
});

test("a lab that asks no cloud runs on a machine whose cloud does not answer", async () => {
  const settings = fixtureSettings({
    AZURE_OPENAI_ENDPOINT: "https://my.openai.azure.com",
    AZURE_OPENAI_API_KEY: "k",
  });
  const { labs } = await look({ settings, reach: reachable() });
  expect(labs).toMatchObject([
    { number: "03", runs: false, why: expect.stringMatching(/^AZURE_OPENAI: /) },
    { number: "05", runs: true, why: "asks no cloud, local model real" },
  ]);
});

test("a lab with a need that nobody checks is not called runnable", async () => {
  const report = await look({}, [{ number: "09", title: "Moon", needs: ["rocket"] }]);
  expect(report.labs).toMatchObject([{ runs: false, why: "it needs rocket, which is not checked here" }]);
});
