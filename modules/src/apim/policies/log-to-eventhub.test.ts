import { expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../../tests/apim-harness.ts";

test("F1: one event for each run, without the blanks around it", async () => {
  const { events } = await runPolicy({
    policies: document({
      inbound: '<log-to-eventhub logger-id="usage" partition-id="0">\n  in  \n</log-to-eventhub>',
      outbound: '<log-to-eventhub logger-id="usage">out</log-to-eventhub>',
    }),
  });
  expect(events).toEqual([
    { logger: "usage", body: "in" },
    { logger: "usage", body: "out" },
  ]);
});

test("D: a text of more than 200 KB is cut", async () => {
  const text = "x".repeat(300 * 1024);
  const { events } = await runPolicy({
    policies: document({ inbound: `<log-to-eventhub logger-id="usage">${text}</log-to-eventhub>` }),
  });
  expect(events[0]?.body).toHaveLength(200 * 1024);
});

test("X: two ways to name a partition are refused", async () => {
  const [problem] = await loadProblems({
    policies: document({
      inbound: '<log-to-eventhub logger-id="a" partition-id="0" partition-key="b">c</log-to-eventhub>',
    }),
  });
  expect(problem).toContain("<log-to-eventhub> takes partition-id or partition-key, not both.");
});
