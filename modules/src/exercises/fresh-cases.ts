import { createRandom, type Random } from "../core/random.ts";

/** `count` cases made from a seed: the same on every machine, and none that the notebook shows. */
export function freshCases<Case>(seed: number, count: number, make: (random: Random) => Case): Case[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => make(random));
}

/** A whole number from `least` to `most`, both included. */
export function pickInteger(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of the items. */
export function pickOne<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}
