import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { checksOf } from "../../modules/src/doctor/index.ts";
import { fixtureMachine, fixtureSettings } from "../../modules/tests/fixture-machine.ts";

const FAMILIES = ["PORT", "MODEL", "HOST"];

/** `PORT_LAB_HTTP` is one of `PORT_*`; MODEL_ROUTER is a service, not a model's files. */
function inTable(id: string, group: string): string {
  const family = FAMILIES.find((name) => id.startsWith(`${name}_`));
  return family !== undefined && !(family === "MODEL" && group !== "models") ? `${family}_*` : id;
}

test("modules/docs/doctor.md has one line for each check, and no other", () => {
  // A setting that no check of its own looks at brings a check of its host.
  const settings = fixtureSettings({ LOGS_QUERY_ENDPOINT: "https://logs.example" });
  const checks = checksOf(fixtureMachine({ settings })).map(({ id, group }) => inTable(id, group));
  const page = readFileSync(join(paths.root, "modules/docs/doctor.md"), "utf8");
  const table = page.slice(page.indexOf("## Codes"), page.indexOf("## By symptom"));
  const documented = [...table.matchAll(/^\| `([A-Z_*]+)` \|/gm)].map((match) => match[1]);
  expect(documented).toEqual([...new Set(checks)]);
});

test("the prerequisites name only checks that there are", () => {
  const page = readFileSync(join(paths.root, "modules/docs/doctor.md"), "utf8");
  const table = page.slice(page.indexOf("## Prerequisites"), page.indexOf("## Codes"));
  const named = [...table.matchAll(/^\|.*\| ([^|]+) \|$/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([A-Z_*]+)`/g)].map((match) => match[1]),
  );
  const checks = checksOf(fixtureMachine()).map(({ id, group }) => inTable(id, group));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !checks.includes(name ?? ""))).toEqual([]);
});
