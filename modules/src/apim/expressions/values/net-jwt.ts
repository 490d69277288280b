import { MultiValues } from "./multi-values.ts";
import { NetDateTime } from "./net-date-time.ts";
import { NetValue } from "./net-value.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** `Jwt`: header and claims of a token, whatever its signature is worth. */
export class NetJwt extends NetValue {
  readonly netType = "Gateway.Jwt";
  readonly header: JsonRecord;
  readonly payload: JsonRecord;

  constructor(header: JsonRecord, payload: JsonRecord) {
    super();
    this.header = header;
    this.payload = payload;
  }

  /** Reads a token, also behind `Bearer `; undefined when it is none. */
  static tryParse(text: string): NetJwt | undefined {
    const parts = text
      .trim()
      .replace(/^bearer\s+/i, "")
      .split(".");
    if (parts.length !== 3) return undefined;
    const header = decodePart(parts[0]);
    const payload = decodePart(parts[1]);
    return header && payload ? new NetJwt(header, payload) : undefined;
  }

  text(claim: string): string | null {
    const value = this.payload[claim];
    return value === undefined || value === null ? null : claimText(value);
  }

  headerText(name: string): string | null {
    const value = this.header[name];
    return typeof value === "string" ? value : null;
  }

  date(claim: string): NetDateTime | null {
    const value = this.payload[claim];
    return typeof value === "number" ? NetDateTime.fromUnixMs(value * 1000) : null;
  }

  get audiences(): string[] {
    return claimTexts(this.payload.aud);
  }

  get claims(): MultiValues {
    const { payload } = this;
    return new MultiValues({
      find: (name) => (Object.hasOwn(payload, name) ? claimTexts(payload[name]) : undefined),
      entries: () => Object.entries(payload).map(([name, value]) => [name, claimTexts(value)] as const),
    });
  }
}

function decodePart(part: string | undefined): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function claimTexts(value: unknown): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(claimText) : [claimText(value)];
}

function claimText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
