import type { PolicyElement } from "../documents/policy-element.ts";
import { compileKeys, keyList } from "../jwt/configured-keys.ts";
import { issuerKeys, type KeyAddress } from "../jwt/issuer-keys.ts";
import { readSeconds } from "../jwt/read-seconds.ts";
import { compileRequiredClaims, requiredClaims } from "../jwt/required-claims.ts";
import { tokenAttributes, tokenPolicy } from "../jwt/token-policy.ts";
import type { KnownKeys } from "../jwt/validate-token.ts";
import { compileTexts, textList, textsOf } from "../pipeline/element-texts.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";

const PLACES = ["header-name", "query-parameter-name", "token-value"] as const;

/** Demands a token that is signed by a known key and claims what it must. */
export const validateJwt: PolicyDefinition = {
  name: "validate-jwt",
  sections: ["inbound"],
  support: "partly",
  notes:
    "Signatures HS, RS, PS and ES; encrypted tokens with a Base64 key only. When a token is refused, its caller reads " +
    '"Invalid JWT." unless failed-validation-error-message says otherwise.',
  attributes: {
    ...tokenAttributes,
    "require-expiration-time": { kind: "boolean" },
    "require-scheme": {},
    "require-signed-tokens": { kind: "boolean" },
    "clock-skew": {},
  },
  children: {
    "openid-config": { many: true, attributes: { url: { required: true } } },
    "issuer-signing-keys": keyList,
    "decryption-keys": keyList,
    audiences: textList("audience"),
    issuers: textList("issuer"),
    "required-claims": requiredClaims,
  },
  compile: (element, compiler) => {
    checkElement(element, compiler);
    const isOn = (name: string) => compiler.attribute(element, name);
    const expires = isOn("require-expiration-time");
    const isSigned = isOn("require-signed-tokens");
    const skew = compiler.attribute(element, "clock-skew");
    const audiences = compileTexts(element, "audiences", compiler);
    const issuers = compileTexts(element, "issuers", compiler);
    const claims = compileRequiredClaims(element, compiler);
    const keysFor = compileKeySources(element, compiler);
    const decryptionKeys = compileKeys(element, "decryption-keys", compiler);
    return tokenPolicy({
      element,
      compiler,
      requireScheme: compiler.attribute(element, "require-scheme"),
      demands: async (exchange) => ({
        nowMs: exchange.services.clock.now(),
        clockSkewSeconds: skew ? readSeconds(await skew.text(exchange)) : 0,
        requiresExpiry: (await expires?.boolean(exchange)) ?? true,
        requiresSignature: (await isSigned?.boolean(exchange)) ?? true,
        audiences: await textsOf(audiences, exchange),
        issuers: await textsOf(issuers, exchange),
        requiredClaims: await claims(exchange),
        decryptionKeys: await Promise.all(
          decryptionKeys.map(async (key) => bytesOf((await key(exchange)).k)),
        ),
        keysFor: (keyId) => keysFor(keyId, exchange),
      }),
    });
  },
};

const bytesOf = (base64Url = ""): Uint8Array => Buffer.from(base64Url, "base64url");

function checkElement(element: PolicyElement, compiler: PolicyCompiler): void {
  const { name, attributes, children, position } = element;
  if (PLACES.filter((place) => attributes.has(place)).length !== 1) {
    compiler.problem(`<${name}> needs exactly one of ${PLACES.join(", ")}.`, position);
  }
  const decryption = children.find((child) => child.name === "decryption-keys")?.children ?? [];
  for (const key of decryption) {
    if (!key.text) compiler.problem("<decryption-keys> is emulated for Base64 keys only.", key.position);
  }
}

type KeysFor = (keyId: string | undefined, exchange: Exchange) => Promise<KnownKeys>;

function compileKeySources(element: PolicyElement, compiler: PolicyCompiler): KeysFor {
  const configured = compileKeys(element, "issuer-signing-keys", compiler);
  const addresses = element.children
    .filter(({ name }) => name === "openid-config")
    .map((child) => checkAddress(compiler.required(child, "url"), compiler));
  return async (keyId, exchange) => {
    const keys = await Promise.all(configured.map((key) => key(exchange)));
    const urls = await textsOf(addresses, exchange);
    const read = await Promise.all(
      urls.map((url) =>
        issuerKeys({ kind: "openid-config", url } satisfies KeyAddress, keyId, exchange.services),
      ),
    );
    return {
      keys: [...keys, ...read.flatMap((each) => each.keys)],
      issuers: read.flatMap(({ issuer }) => issuer ?? []),
      problems: read.flatMap(({ problem }) => problem ?? []),
    };
  };
}

function checkAddress(url: PolicyValue, compiler: PolicyCompiler): PolicyValue {
  if (url.literal !== undefined && !URL.canParse(url.literal)) {
    compiler.problem(`<openid-config url="${url.literal}">: this is no address.`, url.position);
  }
  return url;
}
