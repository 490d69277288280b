import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../config/paths.ts";
import { createDrivenClock } from "../core/driven-clock.ts";
import { SettingsError } from "../core/errors.ts";
import { createHotFile } from "./create-hot-file.ts";
import type { HotFileEvent } from "./hot-file.ts";
import { openModelRegistry } from "./open-model-registry.ts";

/** A file of words that is looked at under a driven clock; `bad` in it is refused. */
function setUp(text = "one") {
  const folder = mkdtempSync(join(tmpdir(), "hot-file-"));
  const file = join(folder, "words.txt");
  writeFileSync(file, text);
  const clock = createDrivenClock();
  const events: HotFileEvent[] = [];
  const read = (path: string) => {
    const words = readFileSync(path, "utf8");
    if (words.includes("bad")) throw new SettingsError(["words.txt line 1: bad"]);
    return words;
  };
  const hot = createHotFile({ file, read, clock, intervalMs: 1000, onEvent: (event) => events.push(event) });
  hot.start();
  return { folder, file, clock, events, hot };
}

test("new content is taken once it has stayed the same for a look", async () => {
  const { file, clock, events, hot } = setUp();
  writeFileSync(file, "two");
  await clock.pass(1000);
  expect(hot.current()).toBe("one");
  writeFileSync(file, "three");
  await clock.pass(1000);
  expect(hot.current()).toBe("one");
  await clock.pass(1000);
  expect(hot.current()).toBe("three");
  expect(hot.revision).toBe(2);
  expect(events).toEqual([{ type: "file-applied", at: expect.any(Number), file: "words.txt", revision: 2 }]);
  await hot.stop();
});

test("bad content leaves the last good one in use, and is told once", async () => {
  const { file, clock, events, hot } = setUp();
  writeFileSync(file, "bad");
  await clock.pass(10_000);
  expect(hot.current()).toBe("one");
  expect(hot.problems).toEqual(["words.txt line 1: bad"]);
  expect(events.map(({ type }) => type)).toEqual(["file-refused"]);
  writeFileSync(file, "two");
  await clock.pass(2000);
  expect(hot.current()).toBe("two");
  expect(hot.problems).toEqual([]);
  await hot.stop();
});

test("a file that goes away leaves its content in use, and is read when it is back", async () => {
  const { file, clock, events, hot } = setUp();
  rmSync(file);
  await clock.pass(5000);
  expect(hot.current()).toBe("one");
  expect(events.map(({ type }) => type)).toEqual(["file-refused"]);
  writeFileSync(file, "two");
  await clock.pass(2000);
  expect(hot.current()).toBe("two");
  await hot.stop();
});

test("a file that is replaced by renaming is seen, as editors do it", async () => {
  const { folder, file, clock, hot } = setUp();
  writeFileSync(join(folder, "new"), "two");
  renameSync(join(folder, "new"), file);
  await clock.pass(2000);
  expect(hot.current()).toBe("two");
  await hot.stop();
});

test("a link that leads elsewhere is seen, as mounted config maps do it", async () => {
  const { folder, clock } = setUp();
  const link = join(folder, "link");
  for (const name of ["first", "second"]) writeFileSync(join(folder, name), name);
  symlinkSync(join(folder, "first"), link);
  const hot = createHotFile({ file: link, read: (path) => readFileSync(path, "utf8"), clock });
  hot.start();
  symlinkSync(join(folder, "second"), join(folder, "next"));
  renameSync(join(folder, "next"), link);
  await clock.pass(2000);
  expect(hot.current()).toBe("second");
  await hot.stop();
});

test("reload looks at once, and says whether there was anything new", () => {
  const { file, hot } = setUp();
  expect(hot.reload()).toBe(false);
  writeFileSync(file, "two");
  expect(hot.reload()).toBe(true);
  writeFileSync(file, "bad");
  expect(hot.reload()).toBe(false);
  expect(hot.current()).toBe("two");
});

test("what cannot be taken into use is refused as bad content is", () => {
  const { file } = setUp("good");
  let taken = "";
  const hot = createHotFile({
    file,
    read: (path) => readFileSync(path, "utf8"),
    apply: (words) => {
      if (words === "odd") throw new Error("cannot be applied");
      taken = words;
    },
  });
  writeFileSync(file, "odd");
  expect(hot.reload()).toBe(false);
  expect([taken, hot.current(), hot.problems]).toEqual(["good", "good", ["cannot be applied"]]);
});

test("nothing is looked at after stop", async () => {
  const { file, clock, hot } = setUp();
  await hot.stop();
  writeFileSync(file, "two");
  await clock.pass(5000);
  expect(hot.current()).toBe("one");
});

test("a first content that is bad stops it all", () => {
  expect(() => setUp("bad")).toThrow("words.txt line 1: bad");
});

test("a registry follows its file, and a chain with a cycle changes nothing", async () => {
  const good = readFileSync(
    join(paths.root, "modules", "tests", "registry-files", "agent-router.yaml"),
    "utf8",
  );
  const path = join(mkdtempSync(join(tmpdir(), "registry-")), "router.yaml");
  writeFileSync(path, good);
  const clock = createDrivenClock();
  const { registry, file } = openModelRegistry(path, { clock });
  file.start();
  registry.recordCall("llama", { ok: false, latencyMs: 10 });
  writeFileSync(path, good.replace("llama: [qwen-coder, deepseek-r1]", "llama: [llama]"));
  await clock.pass(2000);
  expect(file.problems).toEqual(["router.yaml line 37: the chain of llama is a cycle: llama -> llama."]);
  expect(registry.chainOf("llama").map(({ name }) => name)).toEqual(["qwen-coder", "deepseek-r1"]);
  writeFileSync(path, good.replace("llama: [qwen-coder, deepseek-r1]", "llama: [deepseek-r1]"));
  await clock.pass(2000);
  expect(registry.chainOf("llama").map(({ name }) => name)).toEqual(["deepseek-r1"]);
  expect(registry.get("llama").calls).toBe(1);
  await file.stop();
});
