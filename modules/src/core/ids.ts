import { randomBytes } from "node:crypto";

/** `newId("chatcmpl-")` -> `chatcmpl-` and 24 random characters. Never derived from the time: thirty seats start in one second. */
export function newId(prefix: string): string {
  return prefix + randomBytes(12).toString("hex");
}
