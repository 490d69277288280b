import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";

const tracked = execFileSync("git", ["ls-files"], { cwd: paths.root, encoding: "utf8" }).split("\n");
const pages = tracked.filter((file) => file.endsWith(".md"));
const scripts = Object.keys(JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8")).scripts);

test.each(pages)("%s names only files and commands that exist", (page) => {
  const text = readFileSync(join(paths.root, page), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] ?? "");
  const dead = links.filter((link) => !existsSync(join(paths.root, dirname(page), link)));
  const commands = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? "");
  expect({ dead, unknown: commands.filter((name) => !scripts.includes(name)) }).toEqual({
    dead: [],
    unknown: [],
  });
});

test("the pages are there", () => {
  expect(pages).toContain("README.md");
  expect(pages.length).toBeGreaterThan(4);
});
