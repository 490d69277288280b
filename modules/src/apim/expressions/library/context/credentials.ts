import { defineType, member, type Out } from "../../types/type-definition.ts";
import { BasicCredentials } from "../../values/basic-credentials.ts";
import { nullReference } from "../../values/net-exception.ts";
import { NetJwt } from "../../values/net-jwt.ts";

export const jwt = defineType({
  name: "Jwt",
  fullName: "Gateway.Jwt",
  calledInMessages: "A Jwt",
  holds: (value) => value instanceof NetJwt,
  members: [
    member("string Algorithm", (self: NetJwt) => self.headerText("alg")),
    member("string Type", (self: NetJwt) => self.headerText("typ")),
    member("IEnumerable<string> Audiences", (self: NetJwt) => self.audiences),
    member("MultiValues Claims", (self: NetJwt) => self.claims),
    member("string Id", (self: NetJwt) => self.text("jti")),
    member("string Issuer", (self: NetJwt) => self.text("iss")),
    member("string Subject", (self: NetJwt) => self.text("sub")),
    member("DateTime? ExpirationTime", (self: NetJwt) => self.date("exp")),
    member("DateTime? IssuedAt", (self: NetJwt) => self.date("iat")),
    member("DateTime? NotBefore", (self: NetJwt) => self.date("nbf")),
  ],
});

export const basicCredentials = defineType({
  name: "BasicAuthCredentials",
  fullName: "Gateway.BasicAuthCredentials",
  calledInMessages: "BasicAuthCredentials",
  holds: (value) => value instanceof BasicCredentials,
  members: [
    member("string UserId", (self: BasicCredentials) => self.userId),
    member("string Password", (self: BasicCredentials) => self.password),
  ],
});

function tryParse<T>(text: string | null, parse: (text: string) => T | undefined, result: Out): boolean {
  const value = text === null ? undefined : parse(text);
  result.value = value ?? null;
  return value !== undefined;
}

function needed(text: string | null): string {
  if (text === null) throw nullReference();
  return text;
}

/** The gateway's own methods on texts. */
export const credentialReaders = defineType({
  name: "GatewayCredentials",
  fullName: "Gateway.Credentials",
  members: [
    member(
      "static Jwt AsJwt(this string input)",
      (text: string | null) => NetJwt.tryParse(needed(text)) ?? null,
    ),
    member("static bool TryParseJwt(this string input, out Jwt result)", (text: string | null, result: Out) =>
      tryParse(text, NetJwt.tryParse, result),
    ),
    member(
      "static BasicAuthCredentials AsBasic(this string input)",
      (text: string | null) => BasicCredentials.tryParse(needed(text)) ?? null,
    ),
    member(
      "static bool TryParseBasic(this string input, out BasicAuthCredentials result)",
      (text: string | null, result: Out) => tryParse(text, BasicCredentials.tryParse, result),
    ),
  ],
});
