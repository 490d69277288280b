import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "./clock.ts";
import { explainError, LabError } from "./errors.ts";
import { withFileLock } from "./file-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "file-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("one at a time, and whoever waits is told so once", async () => {
  const file = join(folder, "lock");
  const events: string[] = [];
  const holding = Promise.withResolvers<void>();
  const first = withFileLock(file, () => holding.promise.then(() => void events.push("first")), {
    clock: systemClock,
  });
  const second = withFileLock(file, async () => void events.push("second"), {
    clock: systemClock,
    onWait: () => {
      events.push("waits");
      holding.resolve();
    },
  });
  await Promise.all([first, second]);
  expect(events).toEqual(["waits", "first", "second"]);
});

test("a lock file of garbage, or in no folder, is one line that names it", async () => {
  const garbage = join(folder, "garbage.lock");
  await writeFile(garbage, "this is certainly not a lock file ".repeat(100));
  for (const file of [garbage, join(folder, "nowhere", "lock")]) {
    const error: unknown = await withFileLock(file, async () => "done", { clock: systemClock }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({ code: "LOCK_UNUSABLE" });
    expect(explainError(error)).toContain(`The lock file ${file} cannot be used`);
    expect(explainError(error)).not.toContain("\n");
  }
});

test("what the work throws comes through as it is", async () => {
  const mine = new Error("mine");
  const failing = withFileLock(join(folder, "lock"), () => Promise.reject(mine), { clock: systemClock });
  await expect(failing).rejects.toBe(mine);
});
