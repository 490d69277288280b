import { expect, test } from "vitest";
import { runScript } from "./run-script.ts";

test("the page of policies is in step with the registry", async () => {
  const { code, out, err } = await runScript("apim-table.ts", ["--check"]);
  expect({ code, out, err }).toEqual({ code: 0, out: "✓ modules/docs/apim-policies.md\n", err: "" });
});

test("a wrong flag is one line and exit code 2", async () => {
  const { code, err } = await runScript("apim-table.ts", ["--chek"]);
  expect(code).toBe(2);
  expect(err.trim().split("\n")).toHaveLength(1);
});
