import fc from "fast-check";
import { expect, test } from "vitest";
import { newRequestId } from "./ids.ts";

test("a request's id has the form of a UUID of version 4, sorts by its time, and is never given twice", () => {
  const times = fc.integer({ min: 0, max: 2 ** 48 - 2 });
  fc.assert(
    fc.property(times, (now) => {
      const [one, other, later] = [newRequestId(now), newRequestId(now), newRequestId(now + 1)];
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(one.slice(0, 13)).toBe(other.slice(0, 13));
      expect(one).not.toBe(other);
      expect(later > one).toBe(true);
    }),
  );
});
