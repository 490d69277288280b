import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const page = readFileSync(join(paths.root, "modules", "docs", "evaluation.md"), "utf8");

test("a router of one's own, as the page shows it, is scored and evaluated by the page's commands", async () => {
  const [, code = ""] = /`my-router\.mts`:\n\n```ts\n([\s\S]+?)```/.exec(page) ?? [];
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(5);
  // The package's own source stands in for the built package, which may be older than the page.
  const source = join(paths.root, "modules", "src", "evaluation", "index.ts");
  const folder = temporaryFolder({
    "my-router.mts": code.replace("@hybrid-router/modules/evaluation", source.replaceAll("\\", "/")),
  });
  const [, command = ""] = /npm run route -- (--router \.\/my-router\.mts .+)\n/.exec(page) ?? [];
  const args = command
    .split(" ")
    .map((word) => word.replace("./my-router.mts", join(folder, "my-router.mts")))
    .map((word) => word.replace(".out/mine.jsonl", join(folder, "mine.jsonl")))
    .map((word) => word.replace("data/prompts/routing.jsonl", join(paths.data, "prompts", "routing.jsonl")));
  expect(await runScript("route.ts", args)).toMatchObject({ code: 0, err: "" });
  const { code: ended, out } = await runScript("evaluate.ts", [
    ...["--input", join(folder, "mine.jsonl"), "--resamples", "20"],
  ]);
  expect(ended).toBe(0);
  expect(out).toMatch(/^mine on mine\.jsonl: \d+ rows of the split test/);
});

test.each(["route", "evaluate", "calibrate"])(
  "the page's flags of npm run %s are flags of the command",
  async (name) => {
    const { out } = await runScript(`${name}.ts`, ["--help"]);
    const lines = page.split("\n").filter((line) => line.includes(`npm run ${name} `));
    const flags = lines.flatMap((line) => line.match(/--[a-z][a-z-]+/g) ?? []);
    expect(flags.length).toBeGreaterThan(0);
    for (const flag of flags) expect(out).toContain(flag);
  },
);
