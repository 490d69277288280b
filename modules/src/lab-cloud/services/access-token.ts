import { createHmac } from "node:crypto";
import { z } from "zod";
import { isSameSecret } from "../trust/lab-secrets.ts";

/** What a token of the identity service says. Times are seconds since 1970-01-01 UTC. */
export interface TokenClaims {
  /** Resource it is for, as it was asked: `https://cognitiveservices.azure.com`. */
  readonly aud: string;
  readonly iss: string;
  readonly oid: string;
  readonly sub: string;
  readonly tid: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
}

const ALGORITHM = "HS256";
const headerSchema = z.object({ alg: z.literal(ALGORITHM) });
const claimsSchema = z.object({
  aud: z.string(),
  iss: z.string(),
  oid: z.string(),
  sub: z.string(),
  tid: z.string(),
  iat: z.number(),
  nbf: z.number(),
  exp: z.number(),
});

/** A JSON Web Token. Entra signs with a certificate; here the same process signs and verifies, so one secret does. */
export function signToken(claims: TokenClaims, key: Buffer): string {
  const content = `${encode({ typ: "JWT", alg: ALGORITHM })}.${encode(claims)}`;
  return `${content}.${sign(content, key)}`;
}

/** The claims of a token we signed that is valid now; `undefined` for anything else. */
export function verifyToken(token: string, key: Buffer, nowMs: number): TokenClaims | undefined {
  const [header, claims, signature, ...rest] = token.split(".");
  if (header === undefined || claims === undefined || rest.length > 0) return undefined;
  if (!isSameSecret(signature, sign(`${header}.${claims}`, key))) return undefined;
  if (!headerSchema.safeParse(decode(header)).success) return undefined;
  const read = claimsSchema.safeParse(decode(claims));
  if (!read.success) return undefined;
  const seconds = nowMs / 1000;
  return read.data.nbf <= seconds && seconds < read.data.exp ? read.data : undefined;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

const sign = (content: string, key: Buffer) => createHmac("sha256", key).update(content).digest("base64url");

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    // Not JSON, so no part of a token of ours; the schema refuses it.
    return undefined;
  }
}
