import type { Exchange } from "../../pipeline/exchange.ts";
import { NetDateTime } from "../values/net-date-time.ts";
import { NetGuid } from "../values/net-guid.ts";
import { NetTimeSpan, TICKS_PER_MILLISECOND } from "../values/net-time-span.ts";
import { NetValue } from "../values/net-value.ts";
import { RequestValue } from "./request-value.ts";
import { ResponseValue } from "./response-value.ts";
import { VariablesValue } from "./variables-value.ts";

/** `context`. */
export class ContextValue extends NetValue {
  readonly netType = "Gateway.IContext";
  readonly exchange: Exchange;
  readonly request: RequestValue;
  readonly variables: VariablesValue;

  constructor(exchange: Exchange) {
    super();
    this.exchange = exchange;
    this.request = new RequestValue(exchange);
    this.variables = new VariablesValue(exchange.variables);
  }

  get response(): ResponseValue | null {
    return this.exchange.response ? new ResponseValue(this.exchange.response) : null;
  }

  get requestId(): NetGuid {
    return NetGuid.parse(this.exchange.id);
  }

  get timestamp(): NetDateTime {
    return NetDateTime.fromUnixMs(this.exchange.startedAt);
  }

  get elapsed(): NetTimeSpan {
    const { services, startedAt } = this.exchange;
    const milliseconds = BigInt(Math.max(0, Math.round(services.clock.now() - startedAt)));
    return new NetTimeSpan(milliseconds * TICKS_PER_MILLISECOND);
  }

  trace(message: string): void {
    this.exchange.services.emitTrace({
      source: "context.Trace",
      message,
      severity: "information",
      metadata: {},
    });
  }
}

/** One of the plain records behind `context`: the API, the operation, the error. */
export class EntityValue<T> extends NetValue {
  readonly netType: string;
  readonly entity: T;

  constructor(netType: string, entity: T) {
    super();
    this.netType = netType;
    this.entity = entity;
  }
}
