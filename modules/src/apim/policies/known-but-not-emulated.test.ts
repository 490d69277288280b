import { expect, test } from "vitest";
import { document, loadProblems } from "../../../tests/apim-harness.ts";
import { knownButNotEmulated } from "./known-but-not-emulated.ts";
import { policies } from "./registry.ts";

test.each([...knownButNotEmulated])("X: <%s> is refused by name and place", async (name, reason) => {
  const problems = await loadProblems({ policies: document({ inbound: `\n  <${name} />` }) });
  expect(problems).toEqual([
    `api.xml:3:3 <${name}> is a policy of API Management that this emulator does not run. ${reason}`,
  ]);
});

test("what is refused is not emulated", () => {
  const names = policies.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(names.filter((name) => knownButNotEmulated.has(name))).toEqual([]);
});
