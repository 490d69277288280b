import type { ResponseMessage } from "../../pipeline/message.ts";
import type { MultiValues } from "../values/multi-values.ts";
import { NetValue } from "../values/net-value.ts";
import { BodyValue } from "./body-value.ts";
import { headersValue } from "./headers-value.ts";

/** `context.Response`, and what `send-request` puts into a variable. */
export class ResponseValue extends NetValue {
  readonly netType = "Gateway.IResponse";
  readonly response: ResponseMessage;

  constructor(response: ResponseMessage) {
    super();
    this.response = response;
  }

  get headers(): MultiValues {
    return headersValue(this.response.headers);
  }

  /** Null when there is none, or when it was taken. */
  get body(): BodyValue | null {
    return BodyValue.of(this.response);
  }
}
