import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PageQuery, pageOf } from "./item-page.ts";

const items = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `item_${index}` }));

/** Every page in turn, as the SDKs walk through them. */
function* walk(list: readonly { id: string }[], query: PageQuery) {
  for (let after = query.after; ; ) {
    const page = pageOf(list, { ...query, after });
    yield page;
    if (!page.has_more || page.last_id === null) return;
    after = page.last_id;
  }
}

const anyList = fc.nat({ max: 300 }).map(items);
const anyQuery = fc.record({
  limit: fc.integer({ min: 1, max: 100 }),
  order: fc.constantFrom("asc" as const, "desc" as const),
});

describe("pages of a list", () => {
  it("bring every item once, in order, whatever their size", () => {
    fc.assert(
      fc.property(anyList, anyQuery, (list, query) => {
        const walked = [...walk(list, query)].flatMap((page) => page.data);
        expect(walked).toEqual(query.order === "asc" ? list : list.toReversed());
      }),
    );
  });

  it("are full but for the last, and name their ends", () => {
    fc.assert(
      fc.property(anyList, anyQuery, (list, query) => {
        const pages = [...walk(list, query)];
        for (const [index, page] of pages.entries()) {
          const isLast = index === pages.length - 1;
          expect(page.has_more).toBe(!isLast);
          if (!isLast) expect(page.data).toHaveLength(query.limit);
          expect([page.first_id, page.last_id]).toEqual([
            page.data[0]?.id ?? null,
            page.data.at(-1)?.id ?? null,
          ]);
        }
      }),
    );
  });

  it("go on after any item, in either direction", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), anyQuery, (count, pick, query) => {
        const list = items(count);
        const ordered = query.order === "asc" ? list : list.toReversed();
        const place = pick % count;
        const walked = [...walk(list, { ...query, after: ordered[place]?.id })].flatMap((page) => page.data);
        expect(walked).toEqual(ordered.slice(place + 1));
      }),
    );
  });

  it("keep their place when items come in behind", () => {
    const first = pageOf(items(5), { limit: 3, order: "asc" });
    const next = pageOf(items(9), { limit: 3, order: "asc", after: first.last_id ?? "" });
    expect(next.data.map(({ id }) => id)).toEqual(["item_3", "item_4", "item_5"]);
  });

  it("do not begin after an item that is not there", () => {
    expect(() => pageOf(items(3), { limit: 3, order: "asc", after: "item_7" })).toThrow(
      "Invalid 'after': no item of this list has the id 'item_7'.",
    );
  });
});
