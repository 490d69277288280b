import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { summariseClass } from "./class-summary.ts";
import { describeReadiness, problemsOf } from "./describe-readiness.ts";
import {
  CLOUDS,
  ESSENTIALS,
  essentialsBy,
  LOCAL_MODELS,
  MEMORY_CLASSES,
  memoryClassOf,
  type Readiness,
  SYSTEMS,
} from "./readiness.ts";
import { decodeReadiness, encodeReadiness } from "./readiness-code.ts";

const SYMBOLS = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];

const anyReadiness: fc.Arbitrary<Readiness> = fc.record({
  system: fc.constantFrom(...SYSTEMS),
  memory: fc.constantFrom(...MEMORY_CLASSES),
  essentials: fc.subarray([...ESSENTIALS]).map((present) => essentialsBy((id) => present.includes(id))),
  jupyter: fc.boolean(),
  python: fc.boolean(),
  npm: fc.boolean(),
  ports: fc.boolean(),
  proxy: fc.boolean(),
  localModel: fc.constantFrom(...LOCAL_MODELS),
  cloud: fc.constantFrom(...CLOUDS),
  otherServer: fc.boolean(),
  labs: fc.integer({ min: 0, max: 31 }),
});

const good: Readiness = {
  system: "Windows",
  memory: "8 to 16 GB",
  essentials: essentialsBy(() => true),
  jupyter: true,
  python: true,
  npm: true,
  ports: true,
  proxy: false,
  localModel: "real",
  cloud: "lab",
  otherServer: false,
  labs: 5,
};

const signsOf = (code: string) => [...code.replace("-", "")];

describe("a readiness code", () => {
  test("says exactly what was put into it", () => {
    fc.assert(
      fc.property(anyReadiness, (readiness) => {
        const code = encodeReadiness(readiness);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]$/);
        expect(decodeReadiness(code)).toEqual(readiness);
      }),
    );
  });

  test("is refused with any one symbol wrong", () => {
    fc.assert(
      fc.property(anyReadiness, fc.nat(6), fc.constantFrom(...SYMBOLS), (readiness, at, symbol) => {
        const signs = signsOf(encodeReadiness(readiness));
        fc.pre(signs[at] !== symbol);
        expect(() => decodeReadiness(signs.with(at, symbol).join(""))).toThrow(/is mistyped/);
      }),
      { numRuns: 2000 },
    );
  });

  test("is refused with any two symbols that changed places, neighbours or not", () => {
    fc.assert(
      fc.property(anyReadiness, fc.nat(6), fc.nat(6), (readiness, one, other) => {
        const signs = signsOf(encodeReadiness(readiness));
        const [first = "", second = ""] = [signs[one], signs[other]];
        fc.pre(first !== second);
        const swapped = signs.with(one, second).with(other, first).join("");
        expect(() => decodeReadiness(swapped)).toThrow(/is mistyped/);
      }),
      { numRuns: 2000 },
    );
  });

  test("is read as people write it", () => {
    const code = encodeReadiness(good);
    const typed = code.toLowerCase().replaceAll("0", "o").replaceAll("1", "l").replace("-", " - ");
    expect(decodeReadiness(typed)).toEqual(good);
  });

  test.each([
    ["", /has 0 letters and digits, not 7/],
    ["K7M2QX", /has 6 letters/],
    ["K7M2Q!-4", /has "!" in it, which no code has/],
    ["ÄÖÜßéè-ñ", /has "Ä" in it/],
    ["0000000", /is of version 0, and this workshop reads version 1/],
    ["\u001b[31mK7M2QX-4", /^The code "\\u001b\[31m/],
  ])("%j is refused in one line", (code, line) => {
    expect(() => decodeReadiness(code)).toThrow(line);
  });

  test("counts 31 labs and more as 31", () => {
    expect(decodeReadiness(encodeReadiness({ ...good, labs: 40 })).labs).toBe(31);
  });
});

test("memory is classed as the machine was sold", () => {
  expect(memoryClassOf(1.6e9)).toBe("under 2 GB");
  expect(memoryClassOf(3.9e9)).toBe("4 to 8 GB");
  expect(memoryClassOf(7.4e9)).toBe("8 to 16 GB");
  expect(memoryClassOf(16.6e9)).toBe("16 to 32 GB");
  expect(memoryClassOf(64e9)).toBe("32 GB or more");
});

test("a code in words names what somebody has to look at", () => {
  expect(describeReadiness(good)).toEqual([
    "Windows, 8 to 16 GB of memory",
    "5 labs run; cloud: lab cloud (simulated); local model: real",
  ]);
  const poor = { ...good, localModel: "simulated", essentials: essentialsBy((id) => id !== "DISK") } as const;
  expect(problemsOf(poor).map(({ check, essential }) => [check, essential])).toEqual([
    ["DISK", true],
    ["MODEL", false],
  ]);
});

describe("the codes of a class", () => {
  const ready = encodeReadiness(good);
  const simulated = encodeReadiness({ ...good, localModel: "simulated", system: "macOS" });
  const full = encodeReadiness({ ...good, essentials: essentialsBy((id) => id !== "DISK"), labs: 0 });
  const mistyped = `${ready.slice(0, -1)}${ready.endsWith("7") ? "8" : "7"}`;

  test("are counted by problem, with the lines they are in", () => {
    const sheet = [
      "name;code",
      `Ada;${ready}`,
      `Pascale, ${simulated.toLowerCase()}`,
      "",
      `"Grace"\t"${full.replace("-", "")}"`,
      `${simulated} Linus`,
      `Edsger,${mistyped}`,
      "Barbara,",
    ].join("\r\n");
    const summary = summariseClass(sheet);
    expect(summary).toMatchObject({
      machines: 4,
      ready: 3,
      systems: { Windows: 2, macOS: 2 },
      labs: { fewest: 0, most: 5 },
    });
    expect(summary.problems.map(({ check, lines }) => [check, lines])).toEqual([
      ["MODEL", [3, 6]],
      ["DISK", [5]],
    ]);
    expect(summary.unreadable).toEqual([
      expect.stringMatching(/^Line 7: The code ".*" is mistyped/),
      "Line 8: there is no code in it.",
    ]);
  });

  test("may be none", () => {
    expect(summariseClass("")).toMatchObject({ machines: 0, ready: 0, problems: [], unreadable: [] });
  });

  test("survive whatever a sheet holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(summariseClass(text).machines).toBeLessThanOrEqual(text.split(/[\r\n]/).length);
      }),
    );
  });
});
