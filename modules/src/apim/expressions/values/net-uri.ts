import { NetException } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

/** `System.Uri`. */
export class NetUri extends NetValue {
  readonly netType = "System.Uri";
  /** As it was given. */
  readonly original: string;
  /** Undefined for a relative one. */
  readonly url: URL | undefined;

  constructor(original: string, url: URL | undefined) {
    super();
    this.original = original;
    this.url = url;
  }

  static tryParse(text: string, allowRelative = false): NetUri | undefined {
    const trimmed = text.trim();
    if (/^[a-z][a-z\d+.-]*:/i.test(trimmed) && URL.canParse(trimmed)) {
      return new NetUri(trimmed, new URL(trimmed));
    }
    return allowRelative ? new NetUri(trimmed, undefined) : undefined;
  }

  static parse(text: string): NetUri {
    const uri = NetUri.tryParse(text);
    if (uri) return uri;
    throw new NetException(
      "System.UriFormatException",
      text === ""
        ? "Invalid URI: The URI is empty."
        : "Invalid URI: The format of the URI could not be determined.",
    );
  }

  /** The address; throws for a relative one. */
  get absolute(): URL {
    if (this.url) return this.url;
    throw new NetException(
      "System.InvalidOperationException",
      "This operation is not supported for a relative URI.",
    );
  }

  override toText(): string {
    if (!this.url) return this.original;
    const text = this.url.href;
    try {
      return decodeURI(text);
    } catch {
      return text;
    }
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetUri && other.key === this.key;
  }

  override get key(): string {
    return this.url?.href ?? this.original;
  }
}
