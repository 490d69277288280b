import { compactDecrypt } from "jose";
import { TokenRefusal } from "./token-refusal.ts";

/** Whether a token is encrypted: five parts instead of three. */
export function isEncrypted(text: string): boolean {
  return text.split(".").length === 5;
}

/** The token inside an encrypted one, opened with the first key that fits. Throws `TokenRefusal` (JwtInvalid). */
export async function decryptToken(text: string, keys: readonly Uint8Array[]): Promise<string> {
  for (const key of keys) {
    try {
      const { plaintext } = await compactDecrypt(text, key);
      return new TextDecoder().decode(plaintext);
    } catch {
      // Another key's token; the next one is tried.
    }
  }
  throw new TokenRefusal("JwtInvalid", `The token is encrypted, and none of ${keys.length} keys opens it.`);
}
