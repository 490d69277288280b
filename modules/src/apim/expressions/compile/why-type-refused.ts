import { nearestName } from "../../documents/nearest-name.ts";
import type { TypeLibrary } from "../types/type-library.ts";

/** Types that Azure allows and this gateway does not run. */
const NOT_EMULATED = new Set([
  ...["JConstructor", "JRaw", "TimeZone", "TimeZoneInfo", "AdjustmentRule", "TransitionTime"],
  ...["AsymmetricAlgorithm", "CipherMode", "PaddingMode", "SymmetricAlgorithm", "Oid", "PublicKey", "RSA"],
  ...[
    "RSACng",
    "RSAEncryptionPadding",
    "RSASignaturePadding",
    "RSACertificateExtensions",
    "RNGCryptoServiceProvider",
  ],
  ...["Aes", "AesCng", "RijndaelManaged", "TripleDES", "X500DistinguishedName", "X509Certificate"],
  ...[
    "X509ContentType",
    "X509NameType",
    "XProcessingInstruction",
    "XDocumentType",
    "XNodeDocumentOrderComparer",
  ],
  ...["XNodeEqualityComparer", "StringReader", "StringWriter", "XmlReader"],
]);

/** Why a policy may not use a type, and what it may use. */
export function whyTypeRefused(name: string, library: TypeLibrary): string {
  const short = name.slice(name.lastIndexOf(".") + 1);
  if (NOT_EMULATED.has(short)) {
    return `The type '${name}' is allowed by Azure but not emulated here.`;
  }
  return `The type '${name}' is not allowed in policy expressions. ${nearOrAll(short, library.names)}`;
}

const ALL =
  "Allowed are context and .NET's types for text, numbers, dates, collections, LINQ, JSON, XML, regular expressions, encoding and hashing.";

/** The name that was meant, or in one sentence what there is. */
export function nearOrAll(name: string, allowed: readonly string[]): string {
  const hint = nearestName(name, allowed, "types");
  return hint.startsWith("Did") && !hint.includes(`"${name}"`) ? hint : ALL;
}
