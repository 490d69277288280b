import { randomFillSync, randomUUID } from "node:crypto";

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

/**
 * A request's id, in the form of a UUID of version 4: 48 bits of time, then 74 random ones. Ids of one moment lie side by side
 * in an index, such as the ledger's; wholly random ones write to another page of it each time.
 * @param now Milliseconds since 1970-01-01 UTC.
 */
export function newRequestId(now = Date.now()): string {
  const time = now.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}${randomUUID().slice(13)}`;
}
