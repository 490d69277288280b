import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBoundedStore } from "./bounded-store.ts";

describe("a bounded store", () => {
  it("lets go of what was used longest ago", () => {
    const store = createBoundedStore<number>({ maxEntries: 2, maxBytes: 100 });
    store.set("a", 1, 1);
    store.set("b", 2, 1);
    expect(store.get("a")).toBe(1);
    store.set("c", 3, 1);
    expect([store.get("a"), store.get("b"), store.get("c")]).toEqual([1, undefined, 3]);
  });

  it("counts what a thing weighs now, not what it weighed", () => {
    const store = createBoundedStore<string>({ maxEntries: 10, maxBytes: 100 });
    store.set("a", "heavy", 90);
    store.set("a", "light", 10);
    store.set("b", "other", 80);
    expect([store.get("a"), store.get("b")]).toEqual(["light", "other"]);
    expect(store.delete("b")).toBe(true);
    expect(store.delete("b")).toBe(false);
    store.set("c", "third", 90);
    expect([store.get("a"), store.get("c")]).toEqual(["light", "third"]);
  });

  it("keeps a thing that is too large for it as long as no other comes", () => {
    const store = createBoundedStore<string>({ maxEntries: 10, maxBytes: 100 });
    store.set("a", "small", 1);
    store.set("b", "huge", 1000);
    expect([store.get("a"), store.get("b")]).toEqual([undefined, "huge"]);
  });

  it("never holds more than it may, and always what came last", () => {
    const use = fc.record({ id: fc.constantFrom("a", "b", "c", "d", "e"), bytes: fc.nat({ max: 60 }) });
    fc.assert(
      fc.property(fc.array(use), (uses) => {
        const store = createBoundedStore<number>({ maxEntries: 3, maxBytes: 100 });
        const held = new Map<string, number>();
        for (const { id, bytes } of uses) {
          store.set(id, bytes, bytes);
          held.set(id, bytes);
          for (const key of [...held.keys()]) if (store.get(key) === undefined) held.delete(key);
          expect(store.get(id)).toBe(bytes);
          expect(store.size).toBeLessThanOrEqual(3);
          expect([...held.values()].reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
