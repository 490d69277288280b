import type { PolicyElement } from "../documents/policy-element.ts";
import { setAnswerHeaders } from "../pipeline/answer-headers.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { AttributeShapes } from "../pipeline/policy.ts";
import { isFirstCount, ownCount } from "./count-once.ts";
import { CounterTable } from "./counter-table.ts";
import { limitReached, secondsToWait } from "./limit-reached.ts";
import { type ReportTarget, reportHeaders, reportShapes, reportTarget, reportVariable } from "./report.ts";
import { SlidingWindow } from "./sliding-window.ts";

/** The longest window that API Management allows. */
export const LONGEST_WINDOW_SECONDS = 300;

/** So many calls in a window that slides. */
export interface CallRate {
  readonly policy: string;
  readonly key: string;
  readonly calls: number;
  readonly periodMs: number;
}

/** Where a rate limit says what is left. */
export interface CallRateReport {
  readonly retryAfter: ReportTarget;
  readonly remaining: ReportTarget;
  readonly total: ReportTarget;
}

export const callRateShapes: AttributeShapes = {
  ...reportShapes("retry-after", "remaining-calls"),
  "total-calls-header-name": { expression: false },
};

export function readCallRateReport(element: PolicyElement): CallRateReport {
  return {
    retryAfter: reportTarget(element, "retry-after", "Retry-After"),
    remaining: reportTarget(element, "remaining-calls"),
    total: reportTarget(element, "total-calls"),
  };
}

function windowOf({ policy, key }: CallRate, { services }: Exchange): SlidingWindow {
  const make = () => new SlidingWindow(LONGEST_WINDOW_SECONDS * 1000);
  return services.state(policy, () => new CounterTable(make)).of(key);
}

const counterOf = ({ policy, key }: CallRate) => `${policy} ${key}`;

/** @throws PolicyError with 429 when no call is left in the window. */
export function checkCallRate(rate: CallRate, report: CallRateReport, exchange: Exchange): void {
  const now = exchange.services.clock.now();
  const window = windowOf(rate, exchange);
  const own = ownCount(exchange, counterOf(rate)) ?? 0;
  const used = window.sum(now, rate.periodMs) - own;
  exchange.trace.note(() => `${used} of ${rate.calls} calls in ${rate.periodMs / 1000} s for "${rate.key}"`);
  if (used < rate.calls) return;
  const seconds = secondsToWait(window.waitMs(now, rate.periodMs, rate.calls - 1 + own));
  reportVariable(exchange, report.retryAfter, seconds);
  reportVariable(exchange, report.remaining, 0);
  throw limitReached(`Rate limit is exceeded. Try again in ${seconds} seconds.`, {
    status: 429,
    source: rate.policy,
    reason: "RateLimitExceeded",
    headers: reportHeaders([
      [report.retryAfter, seconds],
      [report.remaining, 0],
      [report.total, rate.calls],
    ]),
  });
}

/** Counts the request, once for each key however many policies share it. */
export function countCall(rate: CallRate, amount: number, exchange: Exchange): void {
  if (!isFirstCount(exchange, counterOf(rate), amount)) return;
  windowOf(rate, exchange).add(exchange.services.clock.now(), amount);
}

/** Says what is left, in the variable now and in headers of the answer. */
export function reportCallRate(rate: CallRate, report: CallRateReport, exchange: Exchange): void {
  const left = () => {
    const used = windowOf(rate, exchange).sum(exchange.services.clock.now(), rate.periodMs);
    return Math.max(0, rate.calls - used);
  };
  reportVariable(exchange, report.remaining, left());
  if (report.remaining.header === undefined && report.total.header === undefined) return;
  setAnswerHeaders(exchange, () =>
    reportHeaders([
      [report.remaining, left()],
      [report.total, rate.calls],
    ]),
  );
}
