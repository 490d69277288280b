import { expect, test } from "vitest";
import type { LogFields } from "../../modules/src/core/index.ts";
import { tellEvent } from "./tell-events.ts";

test("a check of a model is told with its state as a word, and no time that looks like a card's number", () => {
  const told: LogFields[] = [];
  const debug = (_message: string, fields?: LogFields) => void told.push(fields ?? {});
  const silent = () => {};
  const event = { type: "check", model: "small", availability: { kind: "available", since: 1795287215817 } };
  tellEvent(event, { debug, info: silent, warn: silent, error: silent });
  expect(told).toEqual([{ model: "small", availability: "available" }]);
});
