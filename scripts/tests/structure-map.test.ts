import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";

const FILE = "modules/docs/decisions/0016-where-the-parts-of-an-orchestrator-are.md";

test("every path that the map of parts names is there", () => {
  const rows = readFileSync(join(paths.root, FILE), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const [, usual, here = ""] = row.split("|");
    const named = [...here.matchAll(/`([\w./*-]+)`/g)].map(([, name = ""]) => name);
    const places = named.filter((name) => name.includes("/"));
    // A name without a folder lies in one that stands before it in the row, or beside a file that does.
    const folders = ["", ...places.flatMap((place) => [place, dirname(place)])];
    const isThere = (name: string) =>
      folders.some((folder) =>
        [name, `${name}.test.ts`].some((path) =>
          existsSync(join(paths.root, folder, path.replace("/*.yaml", ""))),
        ),
      );
    const missing = named.filter((name) => !isThere(name) && name !== "*.test.ts");
    expect(missing, `what is usually called ${usual}`).toEqual([]);
  }
});
