import { compactVerify, importJWK, type JWK } from "jose";
import { explainError } from "../../core/errors.ts";
import type { ParsedToken } from "./parse-token.ts";
import { TokenRefusal } from "./token-refusal.ts";

const KEY_TYPES: Readonly<Record<string, string>> = { HS: "oct", RS: "RSA", PS: "RSA", ES: "EC" };

/** Proves a token's signature by one of the keys. Throws `TokenRefusal` when none of them fits or the signature is another's. */
export async function verifySignature(token: ParsedToken, keys: readonly JWK[]): Promise<void> {
  if (!token.isSigned || token.algorithm.toLowerCase() === "none") {
    throw new TokenRefusal("TokenSignatureInvalid", "The token is not signed. Access denied.");
  }
  const named = keys.filter(({ kid }) => token.keyId !== undefined && kid === token.keyId);
  const candidates = (named.length > 0 ? named : keys).filter((key) => fits(key, token.algorithm));
  let failure = "";
  for (const key of candidates) {
    try {
      await compactVerify(token.text, await imported(key, token.algorithm));
      return;
    } catch (error) {
      failure = explainError(error);
    }
  }
  throw refusal(token, keys, named.length > 0, failure);
}

function refusal(
  { keyId, algorithm }: ParsedToken,
  keys: readonly JWK[],
  isNamed: boolean,
  failure: string,
): TokenRefusal {
  if (keys.length === 0) {
    return new TokenRefusal(
      "TokenSignatureKeyNotFound",
      "There is no key to check the signature with. Access denied.",
    );
  }
  if (keyId !== undefined && !isNamed && keys.some(({ kid }) => kid !== undefined)) {
    return new TokenRefusal(
      "TokenSignatureKeyNotFound",
      `There is no signing key with the id "${keyId}". Access denied.`,
    );
  }
  const why = failure === "" ? `no key is of use for ${algorithm || "a token without alg"}` : failure;
  return new TokenRefusal(
    "TokenSignatureInvalid",
    `The signature of the token does not hold: ${why}. Access denied.`,
  );
}

/** A key serves algorithms of its own family only, so a public key is never taken for a shared secret. */
function fits({ kty, alg, use }: JWK, algorithm: string): boolean {
  if (use !== undefined && use !== "sig") return false;
  return kty === KEY_TYPES[algorithm.slice(0, 2)] && (alg === undefined || alg === algorithm);
}

const importedKeys = new WeakMap<JWK, Map<string, ReturnType<typeof importJWK>>>();

function imported(key: JWK, algorithm: string): ReturnType<typeof importJWK> {
  const known = importedKeys.get(key) ?? new Map<string, ReturnType<typeof importJWK>>();
  importedKeys.set(key, known);
  const made = known.get(algorithm) ?? importJWK(key, algorithm);
  known.set(algorithm, made);
  return made;
}
