import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { exportJWK, importPKCS8, type JWK, SignJWT } from "jose";
import type { UpstreamAnswer, UpstreamCall } from "./apim-harness.ts";

/** The time at which gateways of tests begin. */
export const NOW_SECONDS = Date.parse("2026-01-01T00:00:00Z") / 1000;

/** Somebody who signs tokens and tells his keys, as an identity provider does. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly configUrl: string;
  /** n and e among them. */
  readonly jwk: JWK;
  /** The public key in PEM. */
  readonly pem: string;
  sign(
    claims?: Readonly<Record<string, unknown>>,
    header?: { readonly kid?: string | undefined },
  ): Promise<string>;
  /** Answers for its metadata and its keys; everything else is answered `ok`. */
  answer(call: Pick<UpstreamCall, "url">): UpstreamAnswer;
}

export async function createTokenIssuer(
  issuer = "https://issuer.test/",
  keyId = "key-1",
  configUrl = `${issuer}.well-known/openid-configuration`,
): Promise<TokenIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = await importPKCS8(privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: keyId, use: "sig" };
  return {
    issuer,
    configUrl,
    jwk,
    pem: createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(),
    sign: (claims = {}, header = {}) =>
      new SignJWT({ iss: issuer, aud: "api://lab", sub: "ann", exp: NOW_SECONDS + 600, ...claims })
        .setProtectedHeader(headerOf("kid" in header ? header.kid : keyId))
        .sign(key),
    answer: ({ url }) => {
      if (url === configUrl) return { body: { issuer, jwks_uri: `${issuer}keys` } };
      if (url === `${issuer}keys`) return { body: { keys: [jwk] } };
      return { body: "ok" };
    },
  };
}

const headerOf = (kid: string | undefined) => ({ alg: "RS256", ...(kid === undefined ? {} : { kid }) });
