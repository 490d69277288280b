import { expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../../tests/apim-harness.ts";

const ask = (name: string) =>
  `<send-request mode="new" response-variable-name="${name}" ignore-error="true"><set-url>https://${name}.test/</set-url></send-request>`;
const names = (variables: ReadonlyMap<string, unknown>) => [...variables.keys()].sort();

test("wait for all: the requests are on their way at the same time", async () => {
  const { promise: bothAsked, resolve } = Promise.withResolvers<void>();
  const asked = new Set<string>();
  const { exchange } = await runPolicy({
    policies: document({ inbound: `<wait for="all">${ask("one")}${ask("two")}</wait><return-response />` }),
    // Neither is answered before both are asked: one after the other would never end.
    upstream: async ({ url }) => {
      asked.add(url);
      if (asked.size === 2) resolve();
      await bothAsked;
      return { body: url };
    },
  });
  expect(names(exchange.variables)).toEqual(["one", "two"]);
});

test("wait for any: goes on with the first, and breaks the others off", async () => {
  const aborted: string[] = [];
  const { exchange, status } = await runPolicy({
    policies: document({ inbound: `<wait for="any">${ask("slow")}${ask("fast")}</wait><return-response />` }),
    upstream: async ({ url, signal }) => {
      if (url === "https://fast.test/") return { body: "fast" };
      const { promise, resolve } = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => resolve());
      await promise;
      aborted.push(url);
      throw signal.reason;
    },
  });
  expect(status).toBe(200);
  expect(names(exchange.variables)).toEqual(["fast"]);
  await new Promise((done) => setImmediate(done));
  expect(aborted).toEqual(["https://slow.test/"]);
});

test("steps of each branch lie inside wait", async () => {
  const { steps } = await runPolicy({
    policies: document({
      inbound: `<wait><choose><when condition="true"><set-variable name="a" value="1" /></when></choose>
        <choose><when condition="true"><set-variable name="b" value="2" /></when></choose></wait>`,
    }),
  });
  const inside = steps.filter(({ section, depth }) => section === "inbound" && depth > 0);
  expect(inside.map(({ policy, depth }) => `${policy}/${depth}`).sort()).toEqual([
    "choose/1",
    "choose/1",
    "set-variable/2",
    "set-variable/2",
  ]);
  const notes = inside.filter(({ policy }) => policy === "set-variable").map(({ notes: [note] }) => note);
  expect(notes.sort()).toEqual(["a = 1", "b = 2"]);
});

test("an answer inside a branch ends the request", async () => {
  const { status, calls } = await runPolicy({
    policies: document({
      inbound: `<wait><choose><when condition="true"><return-response><set-status code="202" /></return-response></when></choose></wait>`,
    }),
  });
  expect([status, calls]).toEqual([202, []]);
});

test("X: wait takes three policies only", async () => {
  expect(
    await loadProblems({
      policies: document({ inbound: '<wait><set-variable name="a" value="1" /></wait>' }),
    }),
  ).toEqual([
    "api.xml:2:16 <set-variable> is not allowed inside <wait>. Allowed elements: send-request, cache-lookup-value, choose.",
  ]);
});
