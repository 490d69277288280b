import { NetValue } from "./net-value.ts";

/** `BasicAuthCredentials`. */
export class BasicCredentials extends NetValue {
  readonly netType = "Gateway.BasicAuthCredentials";
  readonly userId: string;
  readonly password: string;

  constructor(userId: string, password: string) {
    super();
    this.userId = userId;
    this.password = password;
  }

  /** Reads `Basic BASE64`; undefined for anything else. */
  static tryParse(text: string): BasicCredentials | undefined {
    const encoded = /^\s*Basic\s+([A-Za-z\d+/=]+)\s*$/i.exec(text)?.[1];
    if (encoded === undefined) return undefined;
    const plain = Buffer.from(encoded, "base64").toString("utf8");
    const colon = plain.indexOf(":");
    return colon < 0 ? undefined : new BasicCredentials(plain.slice(0, colon), plain.slice(colon + 1));
  }
}
