import { X509Certificate } from "node:crypto";
import { defineType, member } from "../types/type-definition.ts";
import { NetDateTime } from "../values/net-date-time.ts";
import { NetException } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";

class Certificate extends NetValue {
  readonly netType = "System.Security.Cryptography.X509Certificates.X509Certificate2";
  readonly certificate: X509Certificate;

  constructor(certificate: X509Certificate) {
    super();
    this.certificate = certificate;
  }
}

function read(bytes: Uint8Array): Certificate {
  try {
    return new Certificate(new X509Certificate(bytes));
  } catch {
    throw new NetException(
      "System.Security.Cryptography.CryptographicException",
      "Cannot find the requested object.",
    );
  }
}

/** .NET writes the most special part first, in one line. */
function oneLine(name: string): string {
  return name.split("\n").reverse().join(", ");
}

function thumbprint({ certificate }: Certificate): string {
  return certificate.fingerprint.replaceAll(":", "");
}

export const certificate = defineType({
  name: "X509Certificate2",
  fullName: "System.Security.Cryptography.X509Certificates.X509Certificate2",
  holds: (value) => value instanceof Certificate,
  members: [
    member("new(byte[] rawData)", read),
    member("string Thumbprint", thumbprint),
    member("string GetCertHashString()", thumbprint),
    member("byte[] GetCertHash()", (self: Certificate) =>
      Uint8Array.from(Buffer.from(thumbprint(self), "hex")),
    ),
    member("string Subject", ({ certificate: { subject } }: Certificate) => oneLine(subject)),
    member("string Issuer", ({ certificate: { issuer } }: Certificate) => oneLine(issuer)),
    member("string SerialNumber", ({ certificate: { serialNumber } }: Certificate) => serialNumber),
    member("DateTime NotBefore", ({ certificate: { validFrom } }: Certificate) =>
      NetDateTime.fromUnixMs(Date.parse(validFrom), "Local"),
    ),
    member("DateTime NotAfter", ({ certificate: { validTo } }: Certificate) =>
      NetDateTime.fromUnixMs(Date.parse(validTo), "Local"),
    ),
    member("byte[] RawData", ({ certificate: { raw } }: Certificate) => Uint8Array.from(raw)),
    member("bool HasPrivateKey", () => false),
  ],
});
