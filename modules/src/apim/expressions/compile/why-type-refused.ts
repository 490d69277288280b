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

export function isOnlyInAzure(typeName: string): boolean {
  return NOT_EMULATED.has(typeName.slice(typeName.lastIndexOf(".") + 1));
}

/** Members of `context` that Azure fills from what a gateway on one machine does not know. */
const MEMBERS_NOT_EMULATED = new Set([
  ...["Apis", "ApprovalRequired", "Groups", "State", "SubscriptionLimit", "SubscriptionRequired"].map(
    (name) => `IProduct.${name}`,
  ),
  ...["CreatedDate", "EndDate", "StartDate"].map((name) => `ISubscription.${name}`),
  ...["Protocols", "SubscriptionKeyParameterNames", "Workspace"].map((name) => `IApi.${name}`),
  "IProduct.Workspace",
  "IDeployment.Certificates",
]);

export function isMemberOnlyInAzure(typeName: string, name: string): boolean {
  return MEMBERS_NOT_EMULATED.has(`${typeName}.${name}`);
}

/** Why a policy may not use a type, and what it may use. */
export function whyTypeRefused(name: string, library: TypeLibrary): string {
  const short = name.slice(name.lastIndexOf(".") + 1);
  if (isOnlyInAzure(name)) return `The type '${name}' is allowed by Azure but not emulated here.`;
  return `The type '${name}' is not allowed in policy expressions. ${nearOrAll(short, library.names)}`;
}

const ALL =
  "Allowed are context and .NET's types for text, numbers, dates, collections, LINQ, JSON, XML, regular expressions, encoding and hashing.";

/** The name that was meant, or in one sentence what there is. */
export function nearOrAll(name: string, allowed: readonly string[]): string {
  const hint = nearestName(name, allowed, "types");
  return hint.startsWith("Did") && !hint.includes(`"${name}"`) ? hint : ALL;
}
