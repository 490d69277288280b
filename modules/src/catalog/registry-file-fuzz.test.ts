import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { paths } from "../config/paths.ts";
import { SettingsError } from "../core/errors.ts";
import { createModelRegistry } from "./create-model-registry.ts";
import { readRegistry } from "./read-registry.ts";

const folder = join(paths.root, "modules", "tests", "registry-files");
const lines = ["model-config.yaml", "agent-router.yaml"].map((name) =>
  readFileSync(join(folder, name), "utf8").split("\n"),
);
const file = join(mkdtempSync(join(tmpdir(), "registry-fuzz-")), "models.yaml");

const VALUES = [
  "",
  "~",
  "-1",
  ".nan",
  "-.inf",
  "1e999",
  "[]",
  "{}",
  "[llama, llama]",
  "&a [*a]",
  "*nobody",
  "__proto__",
  "constructor",
  "true",
  '"\\u0000"',
  "2024-01-02",
  "!!binary aGk=",
  "auto",
  "9007199254740993",
  "https://example.com",
];

/** A shipped file with lines dropped, doubled, indented or given another value. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...lines),
    fc.array(
      fc.record({
        at: fc.nat(60),
        how: fc.constantFrom("drop", "double", "indent", "value", "key"),
        value: fc.constantFrom(...VALUES),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([original, changes]) => {
    const text = [...original];
    for (const { at, how, value } of changes) {
      const line = text[at % text.length] ?? "";
      const changed = {
        drop: [],
        double: [line, line],
        indent: [`  ${line}`],
        value: [line.replace(/: .*/, `: ${value}`)],
        key: [line.replace(/[\w.-]+:/, `${value}:`)],
      }[how];
      text.splice(at % text.length, 1, ...changed);
    }
    return text.join("\n");
  });

test("a spoilt file gives a registry that works, or problems that say where", () => {
  fc.assert(
    fc.property(spoilt, (text) => {
      writeFileSync(file, text);
      try {
        const registry = createModelRegistry({ config: readRegistry(file) });
        for (const { name } of registry.list()) {
          expect(registry.chainOf(name).map((model) => model.name)).not.toContain(name);
          expect(registry.get(name).usdPerMillion?.input ?? 0).toBeGreaterThanOrEqual(0);
        }
        registry.modelsForTask("code-generation");
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        for (const problem of error.problems)
          expect(problem).toMatch(/^models\.yaml(?: line \d+: | is empty|: )/);
      }
    }),
    { numRuns: 500, seed: 7 },
  );
});
