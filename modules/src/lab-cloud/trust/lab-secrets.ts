import { createHash, hkdfSync, timingSafeEqual } from "node:crypto";

/** What a caller must know, and the names that belong to this lab cloud. */
export interface LabSecrets {
  /** Value of `AZURE_OPENAI_API_KEY`. */
  readonly apiKey: string;
  /** Value of `LAB_OPENAI_API_KEY`: OpenAI's own surface has a key of its own, so that mixing the two up is seen. */
  readonly openAiKey: string;
  /** Value of `LAB_PUBLISHER_API_KEY`: Anthropic, Gemini and the others, each at its own address. */
  readonly publisherKey: string;
  /** Value of `IDENTITY_HEADER`. */
  readonly identityHeader: string;
  /** Signs the tokens of the identity service. */
  readonly tokenKey: Buffer;
  /** A UUID that stays the same for a purpose, e.g. `subscription`. */
  uuid(purpose: string): string;
}

/**
 * Derives every secret from the authority's private key. They are random, differ on each machine, and outlive a restart:
 * a notebook that still holds yesterday's key or token goes on working.
 */
export function deriveSecrets(authorityKey: string): LabSecrets {
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync("sha256", authorityKey, "hybrid-router-lab-cloud", purpose, bytes));
  return {
    apiKey: derive("api-key", 32).toString("hex"),
    openAiKey: `sk-lab-${derive("openai-key", 24).toString("hex")}`,
    publisherKey: `lab-${derive("publisher-key", 24).toString("hex")}`,
    identityHeader: derive("identity-header", 16).toString("hex"),
    tokenKey: derive("token-key", 32),
    uuid: (purpose) => toUuid(derive(`uuid ${purpose}`, 16)),
  };
}

/**
 * What programs without an environment may use instead of the secrets, from this machine only: a key for Azure OpenAI and for
 * OpenAI's own surface, and a header for managed identity.
 */
export const WELL_KNOWN = { apiKey: "lab-key", identityHeader: "lab-msi" } as const;

/** Compares without telling by its duration how much was right. */
export function isSameSecret(given: string | undefined, expected: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Sets the bits that mark a random UUID (version 4). */
function toUuid(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
