import { keyedHash, plainHash } from "./hash-algorithm.ts";

export const hashes = [
  plainHash("MD5", "md5"),
  plainHash("SHA1", "sha1"),
  plainHash("SHA1Managed", "sha1"),
  plainHash("SHA256", "sha256"),
  plainHash("SHA256Managed", "sha256"),
  plainHash("SHA384", "sha384"),
  plainHash("SHA384Managed", "sha384"),
  plainHash("SHA512", "sha512"),
  plainHash("SHA512Managed", "sha512"),
  keyedHash("HMACMD5", "md5"),
  keyedHash("HMACSHA1", "sha1"),
  keyedHash("HMACSHA256", "sha256"),
  keyedHash("HMACSHA384", "sha384"),
  keyedHash("HMACSHA512", "sha512"),
];
