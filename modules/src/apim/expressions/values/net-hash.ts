import { netTypeOf, toNetText } from "./net-text.ts";

/** `GetHashCode()`: equal for equal values; the number itself is this gateway's own. */
export function netHash(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  let hash = 5381;
  const text = `${netTypeOf(value)}:${toNetText(value)}`;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(hash, 33) ^ text.charCodeAt(index)) | 0;
  return hash;
}
