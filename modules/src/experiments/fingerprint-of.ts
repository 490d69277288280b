import { hash } from "node:crypto";

/**
 * The same for prompts that differ in case and white space only. Of a short prompt it can be guessed back, so it stays in
 * memory and is never written.
 */
export function fingerprintOf(text: string): string {
  return hash("sha256", text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim()).slice(0, 24);
}
