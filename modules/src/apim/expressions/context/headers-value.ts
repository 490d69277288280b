import type { HeaderMap } from "../../pipeline/header-map.ts";
import { MultiValues } from "../values/multi-values.ts";

/** Headers as expressions see them. */
export function headersValue(headers: HeaderMap): MultiValues {
  return new MultiValues({
    find: (name) => (headers.has(name) ? headers.values(name) : undefined),
    entries: () => headers,
  });
}
