import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createRandom } from "../src/core/index.ts";
import { openLedger } from "../src/cost/index.ts";
import { killLedger } from "./kill-ledger.ts";
import { ledgerEntry } from "./ledger-entry.ts";
import { emptyLoad, ledgerLoadFile, readLedgerFile, startLedgerLoad } from "./read-ledger-load.ts";

const folder = mkdtempSync(join(tmpdir(), "ledger-crash-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shell = (script: string, ...args: string[]) => ["bash", "-c", script, "bash", ...args];

/** In a mount table of its own, which goes with the process. */
const OWN_MOUNTS = "unshare -rm";

/** Linux lets a user without rights mount a disk of his own, where that is not forbidden. */
const canMount =
  process.platform === "linux" &&
  spawnSync("bash", ["-c", `${OWN_MOUNTS} mount -t tmpfs tmpfs "$1"`, "bash", folder]).status === 0;

describe("a ledger in a file", () => {
  test("loses nothing it acknowledged and charges nothing twice when its process is killed under load", async () => {
    const file = join(folder, "killed", "ledger.sqlite");
    const report = await killLedger({ file, kills: 4, random: createRandom(11) });
    expect(report).toMatchObject({ kills: 4, lost: 0, double: 0, integrity: "ok" });
    expect(report.acknowledged).toBeGreaterThan(100);
    expect(report.unsure).toBeGreaterThan(0);
  }, 120_000);

  test.skipIf(process.platform === "win32")(
    "acknowledges nothing of a write that was cut short, and goes on when there is room",
    async () => {
      const file = join(folder, "short", "ledger.sqlite");
      const load = emptyLoad();
      // A file may have 300 kB: the write that reaches this bound is done in part.
      const command = shell('ulimit -f 300; exec "$@"', process.execPath, ledgerLoadFile, file);
      const { ended, stderr } = startLedgerLoad(command, load);
      expect(await ended, stderr()).toBe(0);
      expect(load.acknowledged.size).toBeGreaterThan(10);
      expect(new Set(load.refused.values())).toEqual(new Set(["LEDGER_FULL"]));
      expect(load.otherLines).toEqual(["health failing"]);
      const kept = readLedgerFile(file);
      expect([...load.acknowledged].filter((id) => !kept.requests.has(id))).toEqual([]);
      expect(kept).toMatchObject({ wrong: [], integrity: "ok" });
      const ledger = await openLedger({ file });
      for (const id of load.refused.keys())
        expect(await ledger.record(ledgerEntry(id))).toBe(kept.requests.has(id) ? "repeated" : "recorded");
      await ledger.close();
    },
    60_000,
  );

  test.skipIf(!canMount)(
    "refuses while its disk is full and goes on by itself once there is room",
    async () => {
      const disk = join(folder, "disk");
      const copy = join(folder, "copied");
      for (const path of [disk, copy]) mkdirSync(path);
      const load = emptyLoad();
      const script =
        'mount -t tmpfs -o size=600k tmpfs "$1" && head -c 300000 /dev/zero > "$1/ballast" && ' +
        '"$2" "$3" "$1/l/ledger.sqlite" 0 "[]" "$1/ballast" && cp "$1"/l/* "$4"';
      const command = shell(
        `${OWN_MOUNTS} bash -c '${script}' bash "$@"`,
        disk,
        process.execPath,
        ledgerLoadFile,
        copy,
      );
      const { ended, stderr } = startLedgerLoad(command, load);
      expect(await ended, stderr()).toBe(0);
      expect(load.refused.size).toBeGreaterThan(0);
      expect(new Set(load.refused.values())).toEqual(new Set(["LEDGER_FULL"]));
      expect(load.otherLines).toEqual(["health ready"]);
      const kept = readLedgerFile(join(copy, "ledger.sqlite"));
      expect([...load.acknowledged].filter((id) => !kept.requests.has(id))).toEqual([]);
      expect(kept).toMatchObject({ wrong: [], integrity: "ok" });
    },
    60_000,
  );

  test.each([
    ["another database", "is a database of something else"],
    ["no database", "cannot be used"],
    ["a folder", "cannot be used"],
  ])("says in one line why %s is no ledger", async (kind, message) => {
    const file = join(folder, kind);
    if (kind === "a folder") mkdirSync(file);
    else if (kind === "no database") writeFileSync(file, "prices: none\n".repeat(100));
    else await writeOtherDatabase(file);
    const opened = openLedger({ file });
    await expect(opened).rejects.toMatchObject({ code: "LEDGER_UNUSABLE" });
    await expect(opened).rejects.toThrow(message);
  });

  test("lets a process end that forgot to close it", async () => {
    const script = `import { openLedger } from "./modules/src/cost/index.ts"; const ledger = await openLedger({ file: process.argv[1] }); await ledger.summary();`;
    const args = ["--input-type=module-typescript", "-e", script, join(folder, "open", "ledger.sqlite")];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 120_000 });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

async function writeOtherDatabase(file: string): Promise<void> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE notes (text TEXT)");
  database.close();
}
