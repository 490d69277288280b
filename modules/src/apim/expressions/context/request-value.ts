import type { Exchange } from "../../pipeline/exchange.ts";
import type { MultiValues } from "../values/multi-values.ts";
import { NetValue } from "../values/net-value.ts";
import { BodyValue } from "./body-value.ts";
import { headersValue } from "./headers-value.ts";
import { ParametersValue } from "./parameters-value.ts";
import { UrlValue } from "./url-value.ts";

/** `context.Request`. */
export class RequestValue extends NetValue {
  readonly netType = "Gateway.IRequest";
  readonly exchange: Exchange;
  #headers: MultiValues | undefined;

  constructor(exchange: Exchange) {
    super();
    this.exchange = exchange;
  }

  get headers(): MultiValues {
    this.#headers ??= headersValue(this.exchange.request.headers);
    return this.#headers;
  }

  /** Null when there is none, or when it was taken. */
  get body(): BodyValue | null {
    return BodyValue.of(this.exchange.request);
  }

  get url(): UrlValue {
    return new UrlValue(this.exchange.request.url);
  }

  get originalUrl(): UrlValue {
    return new UrlValue(this.exchange.originalUrl);
  }

  get matchedParameters(): ParametersValue {
    return new ParametersValue(this.exchange.request.matchedParameters);
  }
}
