import { TokenRefusal } from "./token-refusal.ts";

/** What a token claims: JSON values by name. */
export type Claims = Readonly<Record<string, unknown>>;

/** A token taken apart; nothing about it is proven yet. */
export interface ParsedToken {
  /** `header.payload.signature` as it came. */
  readonly text: string;
  /** `alg` of its header; "" when there is none. */
  readonly algorithm: string;
  readonly keyId: string | undefined;
  readonly header: Claims;
  readonly claims: Claims;
  /** Whether there is a third part at all. */
  readonly isSigned: boolean;
}

/** Takes a signed or unsigned token apart. Throws `TokenRefusal` (JwtInvalid) for what is none. */
export function parseToken(text: string): ParsedToken {
  const parts = text.split(".");
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload) {
    throw new TokenRefusal(
      "JwtInvalid",
      "The token is no JWT: it must have three parts with a dot between them.",
    );
  }
  const head = readPart(header, "header");
  const { alg, kid } = head;
  return {
    text,
    algorithm: typeof alg === "string" ? alg : "",
    keyId: typeof kid === "string" ? kid : undefined,
    header: head,
    claims: readPart(payload, "payload"),
    isSigned: signature !== undefined && signature !== "",
  };
}

function readPart(part: string, name: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    if (isClaims(value)) return value;
  } catch (error) {
    throw new TokenRefusal("JwtInvalid", `The ${name} of the token is no JSON in Base64url.`, error);
  }
  throw new TokenRefusal("JwtInvalid", `The ${name} of the token is no JSON object.`);
}

function isClaims(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
