import type { Exchange, ExchangeEnd } from "../pipeline/exchange.ts";
import { isFirstCount, ownCount } from "./count-once.ts";
import { CounterTable } from "./counter-table.ts";
import { FixedWindow, type Period } from "./fixed-window.ts";
import { clockText, limitReached, secondsToWait } from "./limit-reached.ts";
import { repeatedPeriod } from "./period.ts";

/** So many calls, or so many bytes, in a period. */
export interface CallQuota {
  readonly policy: string;
  readonly key: string;
  readonly calls: number | undefined;
  readonly bandwidthBytes: number | undefined;
  /** 0 for a period that never ends. */
  readonly periodMs: number;
  readonly firstStart: number;
}

export const BYTES_PER_KILOBYTE = 1024;

interface Used {
  readonly calls: FixedWindow;
  readonly bytes: FixedWindow;
}

function usedOf({ policy, key }: CallQuota, { services }: Exchange): Used {
  const make = (): Used => ({ calls: new FixedWindow(), bytes: new FixedWindow() });
  return services.state(policy, () => new CounterTable(make)).of(key);
}

function periodOf({ periodMs, firstStart }: CallQuota, { services }: Exchange): Period {
  return repeatedPeriod(periodMs, firstStart, services.clock.now());
}

const callCounterOf = ({ policy, key }: CallQuota) => `${policy} calls ${key}`;

/** @throws PolicyError with 403 when nothing is left in the period. */
export function checkCallQuota(quota: CallQuota, exchange: Exchange): void {
  const period = periodOf(quota, exchange);
  const used = usedOf(quota, exchange);
  const calls = used.calls.used(period) - (ownCount(exchange, callCounterOf(quota)) ?? 0);
  const bytes = used.bytes.used(period);
  exchange.trace.note(() => `used by "${quota.key}": ${calls} calls, ${bytes} bytes`);
  if (quota.calls !== undefined && calls >= quota.calls)
    throw refusal("call volume", quota, period, exchange);
  if (quota.bandwidthBytes !== undefined && bytes >= quota.bandwidthBytes) {
    throw refusal("bandwidth", quota, period, exchange);
  }
}

function refusal(what: string, { policy }: CallQuota, { end }: Period, { services }: Exchange) {
  const isForever = end === Number.POSITIVE_INFINITY;
  const seconds = isForever ? 0 : secondsToWait(end - services.clock.now());
  const until = isForever ? "" : ` Quota will be replenished in ${clockText(seconds)}.`;
  return limitReached(`Out of ${what} quota.${until}`, {
    status: 403,
    source: policy,
    reason: "QuotaExceeded",
    headers: isForever ? {} : { "Retry-After": String(seconds) },
  });
}

/** Counts the request, once for each key however many policies share it. */
export function countQuotaCall(quota: CallQuota, amount: number, exchange: Exchange): void {
  if (!isFirstCount(exchange, callCounterOf(quota), amount)) return;
  usedOf(quota, exchange).calls.add(periodOf(quota, exchange), amount);
}

/** Counts the bytes of both bodies, once for each key. */
export function countQuotaBytes(quota: CallQuota, exchange: Exchange, { body }: ExchangeEnd): void {
  const sent =
    exchange.request.body.bytes?.byteLength ?? Number(exchange.request.headers.get("content-length") ?? 0);
  const bytes = sent + body.byteLength;
  if (!isFirstCount(exchange, `${quota.policy} bytes ${quota.key}`, bytes)) return;
  usedOf(quota, exchange).bytes.add(periodOf(quota, exchange), bytes);
}
