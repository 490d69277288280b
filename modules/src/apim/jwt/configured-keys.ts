import { createPublicKey } from "node:crypto";
import type { JWK } from "jose";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { ElementShape, PolicyCompiler } from "../pipeline/policy.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";
import { TokenRefusal } from "./token-refusal.ts";

/** `<issuer-signing-keys>` and `<decryption-keys>` with their `<key>`s. */
export const keyList: ElementShape = {
  children: {
    key: {
      many: true,
      required: true,
      text: true,
      attributes: {
        id: { expression: false },
        "certificate-id": { expression: false },
        n: { expression: false },
        e: { expression: false },
      },
    },
  },
};

type KeyOf = (exchange: Exchange) => Promise<JWK>;

/** Compiles the keys of one list; each of them is Base64 text, a certificate of the gateway, or a modulus and an exponent. */
export function compileKeys(
  element: PolicyElement,
  list: string,
  compiler: PolicyCompiler,
): readonly KeyOf[] {
  const keys = element.children.find(({ name }) => name === list)?.children ?? [];
  return keys.flatMap((key) => compileKey(key, compiler) ?? []);
}

function compileKey(key: PolicyElement, compiler: PolicyCompiler): KeyOf | undefined {
  const value = (name: string) => key.attributes.get(name)?.value.trim();
  const [id, certificateId, n, e] = [value("id"), value("certificate-id"), value("n"), value("e")];
  const named = id === undefined ? {} : { kid: id };
  if (n !== undefined && e !== undefined) {
    const jwk = { kty: "RSA", n, e, ...named };
    return async () => jwk;
  }
  if (certificateId !== undefined) return (exchange) => keyOfCertificate(certificateId, named, exchange);
  if (key.text) return compileSecret(compiler.value(key.text), named, compiler);
  compiler.problem(
    "<key> needs a Base64 text inside it, or the attributes n and e, or the attribute certificate-id.",
    key.position,
  );
  return undefined;
}

function compileSecret(value: PolicyValue, named: Pick<JWK, "kid">, compiler: PolicyCompiler): KeyOf {
  const { literal } = value;
  if (literal === undefined)
    return async (exchange) => secretKey(await value.text(exchange), named) ?? noBase64();
  const jwk = secretKey(literal, named);
  if (!jwk) compiler.problem("The text of <key> is no Base64.", value.position);
  return async () => jwk ?? noBase64();
}

function secretKey(text: string, named: Pick<JWK, "kid">): JWK | undefined {
  const secret = text.trim();
  if (secret === "" || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) return undefined;
  return { kty: "oct", k: Buffer.from(secret, "base64").toString("base64url"), ...named };
}

function noBase64(): never {
  throw new TokenRefusal("TokenSignatureKeyNotFound", "The text of <key> is no Base64. Access denied.");
}

const certificateKeys = new Map<string, JWK>();

async function keyOfCertificate(id: string, named: Pick<JWK, "kid">, { services }: Exchange): Promise<JWK> {
  const pem = services.certificates?.get(id);
  if (pem === undefined) {
    throw new TokenRefusal(
      "TokenSignatureKeyNotFound",
      `The gateway has no certificate "${id}". Access denied.`,
    );
  }
  const known = certificateKeys.get(pem);
  if (known && known.kid === named.kid) return known;
  const { kty, n, e, crv, x, y } = createPublicKey(pem).export({ format: "jwk" });
  const jwk: JWK = { ...defined({ n, e, crv, x, y }), kty: kty ?? "", ...named };
  certificateKeys.set(pem, jwk);
  return jwk;
}

function defined(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
