import type { JWK } from "jose";
import { type ClaimRules, checkClaims } from "./check-claims.ts";
import { decryptToken, isEncrypted } from "./decrypt-token.ts";
import { type ParsedToken, parseToken } from "./parse-token.ts";
import { TokenRefusal } from "./token-refusal.ts";
import { verifySignature } from "./verify-signature.ts";

export interface KnownKeys {
  readonly keys: readonly JWK[];
  /** Issuers that the keys were read from. */
  readonly issuers: readonly string[];
  /** Why some keys could not be read. */
  readonly problems: readonly string[];
}

export interface TokenDemands extends ClaimRules {
  readonly requiresSignature: boolean;
  readonly decryptionKeys: readonly Uint8Array[];
  keysFor(keyId: string | undefined): Promise<KnownKeys>;
}

/** Holds a token against all demands. Throws `TokenRefusal` for the first that it does not meet. */
export async function validateToken(text: string, demands: TokenDemands): Promise<ParsedToken> {
  const token = parseToken(isEncrypted(text) ? await decryptToken(text, demands.decryptionKeys) : text);
  const known = await demands.keysFor(token.keyId);
  if (demands.requiresSignature || token.isSigned) await verify(token, known);
  checkClaims(token.claims, { ...demands, issuers: [...demands.issuers, ...known.issuers] });
  return token;
}

async function verify(token: ParsedToken, { keys, problems }: KnownKeys): Promise<void> {
  try {
    await verifySignature(token, keys);
  } catch (error) {
    const isForWantOfKeys = error instanceof TokenRefusal && error.reason === "TokenSignatureKeyNotFound";
    if (!isForWantOfKeys || problems.length === 0) throw error;
    throw new TokenRefusal(error.reason, `${problems.join(" ")} ${error.message}`, error);
  }
}
