import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";

const page = readFileSync(join(paths.root, "modules", "docs", "dual-mode-deployment.md"), "utf8");
const folder = join(paths.root, "infra", "bicep");
const bicep = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".bicep"))
  .map((file) => readFileSync(join(folder, file), "utf8"))
  .join("\n");

const sectionOf = (title: string) => page.split("\n## ").find((part) => part.startsWith(title)) ?? "";

test("there are eight steps and a way back", () => {
  expect(sectionOf("Eight steps").match(/^\d\. /gm)).toHaveLength(8);
  expect(sectionOf("The way back").match(/^\d\. /gm)).toHaveLength(3);
});

const rows = sectionOf("What is recommended")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()));

test.each([
  ["private endpoints", /'Microsoft\.Network\/privateEndpoints@/],
  ["a web application firewall", /WebApplicationFirewallPolicies@/i],
  ["alerts", /'Microsoft\.Insights\/(?:metricAlerts|scheduledQueryRules)@/],
  ["rotation of keys", /'Microsoft\.KeyVault\//],
  ["identities instead of keys", /type: 'SystemAssigned'/],
  ["telemetry", /^param enableTelemetry bool/m],
])("what is said of %s is so in the Bicep", (name, mark) => {
  const [, , said = ""] = rows.find(([, recommended]) => recommended === name) ?? [];
  expect(said).not.toBe("");
  expect(said.startsWith("not there")).toBe(!mark.test(bicep));
});

test("the parameters and outputs that it names are there", () => {
  for (const name of [
    "principalId",
    "enableTelemetry",
    "openAiAllowKeys",
    "openAiPrivateSubnetId",
    "alertEmail",
  ])
    expect(bicep).toMatch(new RegExp(`^param ${name} `, "m"));
  expect(bicep).toMatch(/^output openAiEndpoint /m);
});

test("each of the four has something to read", () => {
  for (const who of ["Operator", "Developer", "Azure administrator", "End user"])
    expect(sectionOf("For whom")).toMatch(new RegExp(`\\*\\*${who}\\*\\*\\n- `));
});
