import type { ParsedToken } from "./parse-token.ts";

export function createJwt(token: ParsedToken): unknown {
  return token.claims;
}
