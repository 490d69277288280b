import { readJson } from "./json/read-json.ts";
import { NetDictionary } from "./net-dictionary.ts";
import { NetValue } from "./net-value.ts";

/** `Authorization`: what `get-authorization-context` puts into a variable. */
export class NetAuthorization extends NetValue {
  readonly netType = "Gateway.Authorization";
  readonly accessToken: string;
  readonly claims: NetDictionary;

  constructor(accessToken: string, claims: Readonly<Record<string, unknown>>) {
    super();
    this.accessToken = accessToken;
    this.claims = new NetDictionary();
    for (const [name, value] of Object.entries(claims)) {
      this.claims.set(name, typeof value === "string" ? value : readJson(JSON.stringify(value)));
    }
  }
}
