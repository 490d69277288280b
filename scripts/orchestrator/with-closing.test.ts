import { expect, test } from "vitest";
import { withClosing } from "./with-closing.ts";

test("closes what was opened, the last one first, and gives the work's result", async () => {
  const closed: string[] = [];
  const result = await withClosing(async (atEnd) => {
    atEnd(() => void closed.push("first"));
    atEnd(async () => void closed.push("second"));
    return 7;
  });
  expect(result).toBe(7);
  expect(closed).toEqual(["second", "first"]);
});

test("closes all after a failure of the work, which is what is told", async () => {
  const closed: string[] = [];
  const failing = withClosing(async (atEnd) => {
    atEnd(() => void closed.push("first"));
    atEnd(() => {
      throw new Error("cannot close");
    });
    throw new Error("the port is taken");
  });
  await expect(failing).rejects.toThrow("the port is taken");
  expect(closed).toEqual(["first"]);
});

test("a close that fails is told where the work went well", async () => {
  const failing = withClosing(async (atEnd) => {
    atEnd(() => Promise.reject(new Error("cannot close")));
    return true;
  });
  await expect(failing).rejects.toThrow("cannot close");
});
