import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openKernel } from "../notebooks/kernel.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Longer than it takes Node and TypeScript to see what changed: two polls of a file's time. */
const SEEN_MS = 1500;

test("a notebook goes on when packages are installed while it is open", { timeout: 120_000 }, async () => {
  const cwd = temporaryFolder(packageFiles("first"));
  const installed = join(cwd, "node_modules", "first");
  const stderr: string[] = [];
  const kernel = await openKernel({
    cwd,
    onOutput: (output) => {
      if (output.kind === "stream" && output.name === "stderr") stderr.push(output.text);
    },
  });
  try {
    const run = async (code: string) => (await (await kernel.execute(code)).reply).status;
    expect(await run('import { one } from "first"; one;')).toBe("ok");
    mkdirSync(join(cwd, "node_modules", "second"));
    const now = new Date();
    utimesSync(join(installed, "package.json"), now, now);
    await sleep(SEEN_MS);
    utimesSync(join(installed, "index.d.ts"), now, now);
    await sleep(SEEN_MS);
    expect(await run("1 + 1")).toBe("ok");
    expect(stderr).toEqual([]);
  } finally {
    await kernel.close();
  }
});

const packageFiles = (name: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
  [`node_modules/${name}/index.js`]: "exports.one = 1;\n",
  [`node_modules/${name}/index.d.ts`]: "export const one: number;\n",
});
