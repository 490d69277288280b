// x509 registers its parts by decorators and needs the metadata polyfill to be there before it is loaded.
import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { NAME_CONSTRAINTS_ID, thisMachineOnly } from "./name-constraints.ts";

/** A certificate and its private key, both PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
const CA_DAYS = 730;
/** Browsers and Apple's systems refuse server certificates that live longer. */
const SERVER_DAYS = 397;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const SERVER_AUTH_ID = "1.3.6.1.5.5.7.3.1";

/** Makes a certificate authority that lives two years and can vouch for names of this machine only. */
export async function createAuthority(nowMs: number): Promise<CertifiedKey> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Hybrid Router Workshop lab CA",
    ...validity(nowMs, CA_DAYS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(NAME_CONSTRAINTS_ID, true, thisMachineOnly()),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await toPem(keys.privateKey) };
}

/** Names the lab cloud is reached by. Node itself matches no wildcard of two labels; other clients do. */
const OWN_NAMES: JsonGeneralNames = [
  { type: "dns", value: "localhost" },
  { type: "dns", value: "*.localhost" },
  { type: "ip", value: "127.0.0.1" },
  { type: "ip", value: "::1" },
];

/** Signs a server certificate, by default for the names of this machine. */
export async function issueServerCertificate(
  authority: CertifiedKey,
  nowMs: number,
  names: JsonGeneralNames = OWN_NAMES,
): Promise<CertifiedKey> {
  const issuer = new X509Certificate(authority.certificate);
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    subject: "CN=localhost",
    issuer: issuer.subject,
    ...validity(nowMs, SERVER_DAYS),
    publicKey: keys.publicKey,
    signingKey: await fromPem(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([SERVER_AUTH_ID]),
      new SubjectAlternativeNameExtension(names),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await toPem(keys.privateKey) };
}

/** From yesterday on, so that a clock that is a little behind does not refuse it. */
function validity(nowMs: number, days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(nowMs - DAY_MS), notAfter: new Date(nowMs + (days - 1) * DAY_MS) };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
    .export({ format: "pem", type: "pkcs8" })
    .toString();
}

function fromPem(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: "der", type: "pkcs8" });
  return webcrypto.subtle.importKey("pkcs8", der, ALGORITHM, false, ["sign"]);
}
