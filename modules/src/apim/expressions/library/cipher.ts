import { createCipheriv, createDecipheriv } from "node:crypto";
import { defineType, member } from "../types/type-definition.ts";
import { NetException } from "../values/net-exception.ts";

/** Cipher by .NET's name and the key's length; CBC with PKCS #7, which is .NET's default. */
function cipherName(algorithm: string, key: Uint8Array): string {
  switch (algorithm.toLowerCase().replace(/^system\.security\.cryptography\./, "")) {
    case "aes":
    case "rijndael":
    case "rijndaelmanaged":
      return `aes-${key.length * 8}-cbc`;
    case "3des":
    case "tripledes":
    case "triple des":
      return "des-ede3-cbc";
    default:
      throw cryptographicError(`The algorithm '${algorithm}' is not supported.`);
  }
}

function cryptographicError(message: string): NetException {
  return new NetException("System.Security.Cryptography.CryptographicException", message);
}

function work(create: typeof createCipheriv | typeof createDecipheriv) {
  return (bytes: Uint8Array, algorithm: string, key: Uint8Array, start: Uint8Array): Uint8Array => {
    const name = cipherName(algorithm, key);
    try {
      const cipher = create(name, key, start);
      return Uint8Array.from(Buffer.concat([cipher.update(bytes), cipher.final()]));
    } catch (error) {
      throw cryptographicError(error instanceof Error ? error.message : String(error));
    }
  };
}

/** The gateway's own methods on bytes. */
export const cipher = defineType({
  name: "GatewayCipher",
  fullName: "Gateway.Cipher",
  members: [
    member(
      "static byte[] Encrypt(this byte[] input, string alg, byte[] key, byte[] iv)",
      work(createCipheriv),
    ),
    member(
      "static byte[] Decrypt(this byte[] input, string alg, byte[] key, byte[] iv)",
      work(createDecipheriv),
    ),
  ],
});
