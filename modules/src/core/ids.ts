import { randomFillSync } from "node:crypto";

const BYTES = 12;
/** Asking the system for random bytes costs more than the bytes: they are fetched for many ids at once. */
const pool = Buffer.alloc(BYTES * 128);
let used = pool.length;

/** `newId("chatcmpl-")` -> `chatcmpl-` and 24 random characters. Never derived from the time: thirty seats start in one second. */
export function newId(prefix: string): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return prefix + pool.toString("hex", used - BYTES, used);
}
