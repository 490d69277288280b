import { expect, onTestFinished, test } from "vitest";
import type { Envelope } from "./envelope.ts";
import { createTelemetryStore } from "./telemetry-store.ts";
import { createTelemetryTables } from "./telemetry-tables.ts";

const EVER = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };

function open(most: number) {
  const store = createTelemetryStore(most);
  onTestFinished(() => store.close());
  const tables = createTelemetryTables(store, { applicationId: "app", workspaceId: "workspace" });
  const messages = (span = EVER) =>
    tables
      .during(span)
      .read("traces")
      .rows.map((row) => row[1]);
  const add = (...names: readonly string[]) => store.add(names.map((name) => trace(name)));
  return { store, tables, messages, add };
}

const trace = (message: string, time = "2026-11-21T10:00:00Z"): Envelope => ({
  name: "Microsoft.ApplicationInsights.Message",
  time,
  iKey: "key",
  data: { baseType: "MessageData", baseData: { message } },
});

test("rows that came since the last look are seen, and each once", () => {
  const { add, messages } = open(10);
  add("a");
  expect(messages()).toEqual(["a"]);
  add("b", "c");
  expect(messages()).toEqual(["a", "b", "c"]);
  expect(messages()).toEqual(["a", "b", "c"]);
});

test("the oldest go when there is no room, and are counted", () => {
  const { store, add, messages } = open(3);
  add("a", "b");
  expect(messages()).toEqual(["a", "b"]);
  add("c", "d", "e");
  expect(messages()).toEqual(["c", "d", "e"]);
  expect(store.counts()).toEqual({ kept: 3, dropped: 2 });
});

test("what was forgotten does not come back, and what comes after is seen", () => {
  const { store, add, messages } = open(10);
  add("a", "b");
  expect(messages()).toEqual(["a", "b"]);
  store.clear();
  expect(messages()).toEqual([]);
  add("c");
  expect(messages()).toEqual(["c"]);
});

test("the span of time takes its first millisecond and not its last", () => {
  const { store, messages } = open(10);
  store.add([
    trace("early", "2026-11-21T09:59:59.999Z"),
    trace("on time"),
    trace("late", "2026-11-21T10:00:01Z"),
  ]);
  const fromMs = Date.parse("2026-11-21T10:00:00Z");
  expect(messages({ fromMs, toMs: fromMs + 1000 })).toEqual(["on time"]);
});

test("both names of a table give the same rows under other columns", () => {
  const { add, tables } = open(10);
  add("a");
  const source = tables.during(EVER);
  expect(source.read("traces").columns.map(({ name }) => name)).toContain("customDimensions");
  expect(source.read("AppTraces").columns.map(({ name }) => name)).toContain("Properties");
  expect(source.read("AppTraces").rows[0]?.[1]).toBe("a");
});

test("columns that Azure's own queries name are there, where nobody knows what stands in them too", () => {
  const { store, tables } = open(10);
  store.add([
    {
      name: "Microsoft.ApplicationInsights.Exception",
      time: "2026-11-21T10:00:00Z",
      iKey: "key",
      data: {
        baseType: "ExceptionData",
        baseData: {
          exceptions: [
            { typeName: "E", message: "late", parsedStack: [{ level: 0, method: "ask", assembly: "a" }] },
          ],
        },
      },
    },
  ]);
  const { columns, rows } = tables.during(EVER).read("exceptions");
  const cell = (name: string) => rows[0]?.[columns.findIndex((column) => column.name === name)];
  expect(["message", "method", "assembly", "client_Type", "client_CountryOrRegion"].map(cell)).toEqual([
    "late",
    "ask",
    "a",
    "PC",
    "",
  ]);
});
