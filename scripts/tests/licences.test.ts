import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { isAllowed } from "../licences/is-allowed.ts";
import { directLibraries, lockedPackages } from "../licences/read-libraries.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("every library is pinned and its licence is on the list", async () => {
  const { code, out, err } = await runScript("licences.ts", []);
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toMatch(/^\| yaml \| \d+\.\d+\.\d+ \| ISC \|$/m);
  expect(out).toMatch(/^\| prom-client \| \d+\.\d+\.\d+ \| Apache-2\.0 \|$/m);
  expect(out).toContain("MPL-2.0 is allowed for zeromq alone");
});

test("each exception is needed", () => {
  const named = lockedPackages(paths.root).filter(({ licence }) => /MPL|LGPL/.test(licence));
  expect(named.some(({ name }) => name === "zeromq")).toBe(true);
  expect(named.some(({ name }) => name.startsWith("@img/sharp-"))).toBe(true);
});

test.each([
  ["anything", "MIT", true],
  ["anything", "(GPL-3.0-only OR MIT)", true],
  ["anything", "MIT AND GPL-3.0-only", false],
  ["anything", "(MIT OR ISC) AND GPL-3.0-only", false],
  ["anything", "MPL-2.0", false],
  ["zeromq", "MIT AND MPL-2.0", true],
  ["@img/sharp-libvips-linux-x64", "LGPL-3.0-or-later", true],
  ["other", "LGPL-3.0-or-later", false],
  ["anything", "SEE LICENSE IN LICENSE.md", false],
  ["anything", "unknown", false],
])("%s of licence %s: allowed is %j", (name, licence, allowed) => {
  expect(isAllowed(name, licence)).toBe(allowed);
});

test("what is installed counts before what the lock file says, and tests' libraries do not count", () => {
  const root = temporaryFolder();
  const put = (file: string, value: object) => {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), JSON.stringify(value));
  };
  put("package.json", { dependencies: { one: "1.0.0", two: "^2.0.0" }, devDependencies: { four: "4.0.0" } });
  put("modules/package.json", { dependencies: { three: "3.0.0" } });
  put("node_modules/one/package.json", { version: "1.0.1", license: "GPL-3.0-only" });
  put("package-lock.json", {
    packages: {
      "": {},
      "node_modules/one": { license: "MIT" },
      "node_modules/two": { license: "ISC" },
      "node_modules/four": { license: "MIT", dev: true },
    },
  });
  expect(directLibraries(root)).toEqual([
    { name: "one", pinned: "1.0.0", installed: "1.0.1", licence: "GPL-3.0-only" },
    { name: "three", pinned: "3.0.0", installed: undefined, licence: "unknown" },
    { name: "two", pinned: "^2.0.0", installed: undefined, licence: "ISC" },
  ]);
  expect(lockedPackages(root).map(({ name }) => name)).toEqual(["one", "two"]);
});
