import fc from "fast-check";
import { expect, test } from "vitest";
import type { RequestContext } from "../chat/request-context.ts";
import { assignVariant, groupOf, unitOf } from "./assign-variant.ts";
import type { Variant } from "./experiment.ts";

const variant = (name: string, weight: number): Variant => ({ name, weight, change: { model: name } });
const half = { name: "halves", share: 1, variants: [variant("one", 1), variant("two", 1)] };
const units = Array.from({ length: 20_000 }, (_, index) => `unit ${index}`);
const countOf = (experiment: typeof half) =>
  Map.groupBy(units, (unit) => assignVariant(experiment, unit)?.name ?? "none");

test("the same unit gets the same variant, and here is which, for every machine and version", () => {
  const dealt = units.slice(0, 12).map((unit) => assignVariant(half, unit)?.name);
  expect(dealt).toEqual(units.slice(0, 12).map((unit) => assignVariant(half, unit)?.name));
  expect(dealt.join(" ")).toMatchInlineSnapshot(`"one one one one one two two one two two one one"`);
});

test("weights are shares", () => {
  const dealt = countOf({ ...half, variants: [variant("one", 9), variant("two", 1)] });
  expect((dealt.get("two")?.length ?? 0) / units.length).toBeCloseTo(0.1, 2);
});

test("a raised share adds units and moves none", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        return units.slice(0, 300).every((unit) => {
          const before = assignVariant({ ...half, share: less }, unit);
          return before === undefined || assignVariant({ ...half, share: more }, unit) === before;
        });
      },
    ),
    { numRuns: 50 },
  );
  expect((countOf({ ...half, share: 0.05 }).get("none")?.length ?? 0) / units.length).toBeCloseTo(0.95, 2);
  expect(countOf({ ...half, share: 0 }).get("none")).toHaveLength(units.length);
});

test("two experiments and the groups of one deal apart from each other", () => {
  const other = { ...half, name: "another" };
  const both = units.filter(
    (unit) => assignVariant(half, unit)?.name === "one" && assignVariant(other, unit)?.name === "one",
  );
  expect(both.length / units.length).toBeCloseTo(0.25, 2);
  const inOne = units.filter((unit) => assignVariant(half, unit)?.name === "one");
  const low = inOne.filter((unit) => groupOf(half.name, unit, 10) < 5);
  expect(low.length / inOne.length).toBeCloseTo(0.5, 1);
});

test("units of two tenants are never one, whatever they are called", () => {
  const context = (tenant: string, user: string): RequestContext => ({
    requestId: "r",
    tenant,
    client: "c",
    user,
  });
  expect(unitOf("user", context("a", 'b","user","c'))).not.toBe(unitOf("user", context('a","user","b', "c")));
  expect(unitOf("user", context("a", "u"))).not.toBe(unitOf("user", context("b", "u")));
  expect(unitOf("user", { requestId: "r", tenant: "t", client: "c" })).toBe(
    unitOf("client", context("t", "u")),
  );
  expect(unitOf("request", context("t", "u"))).toContain("r");
});
