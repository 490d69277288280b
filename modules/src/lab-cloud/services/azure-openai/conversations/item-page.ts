import { z } from "zod";
import { invalidRequest } from "../../../azure-refusal.ts";
import type { LabContext } from "../../../lab-app.ts";
import { beyondLab, checkShape } from "../check-shape.ts";

/** Which part of a list is asked for. */
export interface PageQuery {
  /** 1 to 100. */
  readonly limit: number;
  /** `desc`: the newest first. */
  readonly order: "asc" | "desc";
  /** Id of the item before the first that is wanted, in the order that is wanted. */
  readonly after?: string | undefined;
}

/** A part of a list as it is sent. */
export interface ItemPage<T> {
  readonly object: "list";
  readonly data: readonly T[];
  /** null when the page is empty. */
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

const queryShape = (most: number, usual: number) =>
  z.object({
    limit: z.int().min(1).max(most).default(usual),
    order: z.enum(["asc", "desc"]).default("desc"),
    after: z.string().optional(),
  });

/**
 * @param limits items of a page: as many as may be asked for, and as many as there are when nobody asks.
 * @throws AzureRefusal (400)
 */
export function readPageQuery(c: LabContext, { most = 100, usual = 20 } = {}): PageQuery {
  const { limit, before, ...rest } = c.req.query();
  if (before !== undefined) throw beyondLab("before", "it pages with 'after'");
  const wanted = { ...rest, limit: limit === undefined ? undefined : numberIn(limit) };
  return checkShape(queryShape(most, usual), wanted);
}

/** Text that is no number stays as it is, for the refusal. */
const numberIn = (text: string) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);

/**
 * A part of items that lie in the order of their coming.
 * @throws AzureRefusal (400) when `after` is none of them.
 */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  { limit, order, after }: PageQuery,
): ItemPage<T> {
  const ordered = order === "asc" ? items : items.toReversed();
  const start = after === undefined ? 0 : placeAfter(ordered, after);
  const data = ordered.slice(start, start + limit);
  return wholePage(data, start + data.length < ordered.length);
}

/** Items as one page. */
export const wholePage = <T extends { readonly id: string }>(
  data: readonly T[],
  hasMore = false,
): ItemPage<T> => ({
  object: "list",
  data,
  first_id: data[0]?.id ?? null,
  last_id: data.at(-1)?.id ?? null,
  has_more: hasMore,
});

function placeAfter(items: readonly { readonly id: string }[], after: string): number {
  const place = items.findIndex(({ id }) => id === after);
  if (place >= 0) return place + 1;
  throw invalidRequest(
    `Invalid 'after': no item of this list has the id '${after.slice(0, 80)}'.`,
    "after",
    null,
  );
}
