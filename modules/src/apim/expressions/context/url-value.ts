import { type MultiValues, multiValuesOf } from "../values/multi-values.ts";
import { NetValue } from "../values/net-value.ts";

/** `IUrl`. */
export class UrlValue extends NetValue {
  readonly netType = "Gateway.IUrl";
  readonly url: URL;

  constructor(url: URL) {
    super();
    this.url = url;
  }

  get port(): number {
    if (this.url.port !== "") return Number(this.url.port);
    return this.url.protocol === "https:" ? 443 : 80;
  }

  get query(): MultiValues {
    return multiValuesOf(this.url.searchParams);
  }

  override toText(): string {
    return this.url.href;
  }
}
