import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../core/random.ts";
import { createPoolSchedule } from "./pool-schedule.ts";

const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });

const membersOf = (numbers: readonly number[]) =>
  numbers.map((weight, index) => ({ name: `m${index}`, priority: 1, weight }));

function groupOf(numbers: readonly number[], seed: number) {
  const [group] = createPoolSchedule(membersOf(numbers), createRandom(seed));
  if (!group) throw new Error("There is no group.");
  return group;
}

test("P3: over one period each member comes exactly as often as its weight, wherever the period begins", () => {
  fc.assert(
    fc.property(weights, fc.integer(), (numbers, seed) => {
      const group = groupOf(numbers, seed);
      const counts = new Map<string | undefined, number>();
      for (let turn = numbers.reduce((sum, weight) => sum + weight, 0); turn > 0; turn--) {
        const name = group.next(() => true);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      expect(numbers.map((_, index) => counts.get(`m${index}`))).toEqual(numbers);
    }),
    { seed: 1 },
  );
});

test("P1: only available members are chosen, and one is chosen as long as there is any", () => {
  const away = fc.array(fc.nat({ max: 63 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(weights, away, fc.integer(), (numbers, masks, seed) => {
      const group = groupOf(numbers, seed);
      for (const mask of masks) {
        const isAvailable = (name: string) => (mask & (1 << Number(name.slice(1)))) === 0;
        const name = group.next(isAvailable);
        if (name === undefined) expect(group.members.filter(isAvailable)).toEqual([]);
        else expect(isAvailable(name)).toBe(true);
      }
    }),
    { seed: 1 },
  );
});

test("P3: with somebody away for a while the others share by their weights, and after that all do again", () => {
  const group = groupOf([50, 30, 20], 7);
  const share = (turns: number, isAvailable: (name: string) => boolean) => {
    const counts: Record<string, number> = {};
    for (let turn = 0; turn < turns; turn++) {
      const name = group.next(isAvailable) ?? "nobody";
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
  const without = share(500, (name) => name !== "m0");
  expect(Math.abs((without.m1 ?? 0) - 300)).toBeLessThanOrEqual(2);
  expect(Math.abs((without.m2 ?? 0) - 200)).toBeLessThanOrEqual(2);
  const all = share(1000, () => true);
  for (const [name, expected] of Object.entries({ m0: 500, m1: 300, m2: 200 }))
    expect(Math.abs((all[name] ?? 0) - expected)).toBeLessThanOrEqual(3);
});
