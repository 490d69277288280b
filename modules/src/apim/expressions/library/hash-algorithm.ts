import { createHash, createHmac, randomBytes } from "node:crypto";
import { defineType, member, settable, type TypeDefinition } from "../types/type-definition.ts";
import { argumentNull } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";

class HashAlgorithm extends NetValue {
  readonly netType: string;
  readonly algorithm: string;
  /** Undefined for one without a key. */
  secret: Uint8Array | undefined;

  constructor(netType: string, algorithm: string, secret?: Uint8Array) {
    super();
    this.netType = netType;
    this.algorithm = algorithm;
    this.secret = secret;
  }

  compute(bytes: Uint8Array | null): Uint8Array {
    if (bytes === null) throw argumentNull("buffer");
    const hash = this.secret ? createHmac(this.algorithm, this.secret) : createHash(this.algorithm);
    return Uint8Array.from(hash.update(bytes).digest());
  }
}

const PREFIX = "System.Security.Cryptography.";
const isHash = (value: unknown): boolean => value instanceof HashAlgorithm;

export const hashAlgorithm = defineType({
  name: "HashAlgorithm",
  fullName: `${PREFIX}HashAlgorithm`,
  holds: isHash,
  members: [
    member("byte[] ComputeHash(byte[] buffer)", (self: HashAlgorithm, bytes: Uint8Array | null) =>
      self.compute(bytes),
    ),
    member(
      "byte[] ComputeHash(byte[] buffer, int offset, int count)",
      (self: HashAlgorithm, bytes: Uint8Array, offset: number, count: number) =>
        self.compute(bytes.slice(offset, offset + count)),
    ),
    member("int HashSize", (self: HashAlgorithm) => self.compute(new Uint8Array()).length * 8),
    member("void Dispose()", () => undefined),
    member("void Clear()", () => undefined),
  ],
});

export const keyedHashAlgorithm = defineType({
  name: "KeyedHashAlgorithm",
  fullName: `${PREFIX}KeyedHashAlgorithm`,
  supers: ["HashAlgorithm"],
  holds: (value) => value instanceof HashAlgorithm && value.secret !== undefined,
  members: [
    settable(
      "byte[] Key",
      (self: HashAlgorithm) => self.secret,
      (self: HashAlgorithm, key: Uint8Array) => {
        self.secret = key;
      },
    ),
  ],
});

export const hmac = defineType({
  name: "HMAC",
  fullName: `${PREFIX}HMAC`,
  supers: ["KeyedHashAlgorithm"],
  holds: keyedHashAlgorithm.holds,
  members: [],
});

/** `SHA256` and `SHA256Managed`. */
export function plainHash(name: string, algorithm: string): TypeDefinition {
  const fullName = PREFIX + name;
  const make = (): HashAlgorithm => new HashAlgorithm(fullName, algorithm);
  const isManaged = /Managed$|Provider$/.test(name);
  return defineType({
    name,
    fullName,
    supers: ["HashAlgorithm"],
    holds: (value) =>
      value instanceof HashAlgorithm && value.secret === undefined && value.algorithm === algorithm,
    members: [
      isManaged ? member("new()", make) : member(`static ${name} Create()`, make),
      member("static byte[] HashData(byte[] source)", (bytes: Uint8Array) => make().compute(bytes)),
    ],
  });
}

/** `HMACSHA256`; without a key one is drawn. */
export function keyedHash(name: string, algorithm: string): TypeDefinition {
  const fullName = PREFIX + name;
  return defineType({
    name,
    fullName,
    supers: ["HMAC"],
    holds: (value) => value instanceof HashAlgorithm && value.netType === fullName,
    members: [
      member("new()", () => new HashAlgorithm(fullName, algorithm, randomBytes(64))),
      member("new(byte[] key)", (key: Uint8Array | null) => {
        if (key === null) throw argumentNull("key");
        return new HashAlgorithm(fullName, algorithm, key);
      }),
    ],
  });
}
