import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { panelsOf } from "../observability/board.ts";
import { boards } from "../observability/boards.ts";
import { grafanaBoard } from "../observability/grafana-board.ts";
import { OBSERVABILITY } from "../observability/written-files.ts";
import { runScript } from "./run-script.ts";

const read = (path: string) => readFileSync(join(paths.root, OBSERVABILITY, path), "utf8");

test("the shipped dashboards and workbook are what the scripts give", async () => {
  const { code, out } = await runScript("observability.ts", ["--check"]);
  expect(out).not.toContain("out of step");
  expect(code).toBe(0);
});

test.each([
  ["--help", 0],
  ["--nothing", 2],
])("npm run observability -- %s ends with %i", async (flag, expected) => {
  expect((await runScript("observability.ts", [flag])).code).toBe(expected);
});

interface Placed {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

test.each(boards.map((board) => [board.name, board] as const))(
  "%s: panels do not overlap, and say what they show",
  (_, board) => {
    const { panels } = grafanaBoard(board) as { readonly panels: readonly Placed[] };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const overlaps = panels.flatMap((a) =>
      panels
        .filter((b) => a.id < b.id && overlap(a.gridPos, b.gridPos))
        .map((b) => `${a.title} and ${b.title}`),
    );
    expect(overlaps).toEqual([]);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
    for (const { about, queries } of panelsOf(board)) {
      expect(about).toMatch(/\S.*\.$/);
      expect(queries.length).toBeGreaterThan(0);
    }
  },
);

const overlap = (a: Placed["gridPos"], b: Placed["gridPos"]) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

test("the constants of the rules are those of the shipped configuration", () => {
  const rules = read("prometheus/rules/recording.yml");
  const constant = (name: string) =>
    Number(new RegExp(`record: ${name}\\n\\s+expr: vector\\((\\d+)\\)`).exec(rules)?.[1]);
  const text = readFileSync(join(paths.data, "orchestrator", "enhanced.yaml"), "utf8");
  expect(constant("router:budget_usd:day")).toBe(Number(/name: everybody, usd: (\d+)/.exec(text)?.[1]));
  expect(constant("router:requests_at_once:limit")).toBe(Number(/at_once: (\d+)/.exec(text)?.[1]));
});

test("nothing starts without a password, and no port is open to others", () => {
  const compose = read("compose.yaml");
  expect(compose).toMatch(/GF_SECURITY_ADMIN_PASSWORD: \$\{GF_SECURITY_ADMIN_PASSWORD:\?/);
  const ports = [...compose.matchAll(/ports: \["([^"]+)"\]/g)].map(([, port = ""]) => port);
  expect(ports).toHaveLength(2);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  expect(read("compose.linux.yaml")).toMatch(/GF_SERVER_HTTP_ADDR: 127\.0\.0\.1/);
});
