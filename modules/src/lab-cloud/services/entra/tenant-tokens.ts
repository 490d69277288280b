import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Clock } from "../../../core/index.ts";

/** Tokens of the lab cloud's tenant for applications of one's own, signed with a certificate's key as Entra's are. */
export interface TenantTokens {
  readonly tenantId: string;
  /** Issuer of every token. */
  issuer(): string;
  /** Where its keys are. */
  keysUrl(): string;
  /** The public keys. */
  keys(): Promise<readonly JWK[]>;
  /** @param audience `api://…` */
  sign(audience: string, subject: string): Promise<SignedToken>;
}

export interface SignedToken {
  readonly token: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

export interface TenantTokensOptions {
  readonly tenantId: string;
  readonly clock: Clock;
  /** The lab cloud's own address. */
  readonly http: () => string;
}

const ALGORITHM = "RS256";
export const TOKEN_SECONDS = 3600;
/** Tokens start a little earlier, for clocks that run behind. */
const SKEW_SECONDS = 300;

export function createTenantTokens({ tenantId, clock, http }: TenantTokensOptions): TenantTokens {
  let made: ReturnType<typeof makeKey> | undefined;
  // Made when somebody asks: most labs never do.
  const key = () => {
    made ??= makeKey();
    return made;
  };
  const issuer = () => `${http()}/${tenantId}/v2.0`;
  return {
    tenantId,
    issuer,
    keysUrl: () => `${http()}/${tenantId}/discovery/v2.0/keys`,
    keys: async () => [(await key()).shown],
    async sign(audience, subject) {
      const { privateKey, shown } = await key();
      const now = Math.floor(clock.now() / 1000);
      const expiresAt = now + TOKEN_SECONDS;
      const token = await new SignJWT({ azp: subject, oid: subject, tid: tenantId, ver: "2.0" })
        .setProtectedHeader({ alg: ALGORITHM, typ: "JWT", kid: shown.kid })
        .setIssuer(issuer())
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt(now)
        .setNotBefore(now - SKEW_SECONDS)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { token, expiresAt };
    },
  };
}

async function makeKey() {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
  const kid = randomUUID();
  const shown: JWK & { kid: string } = { ...(await exportJWK(publicKey)), kid, use: "sig", alg: ALGORITHM };
  return { privateKey, shown };
}
