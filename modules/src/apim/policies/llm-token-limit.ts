import { isFirstCount, ownCount } from "../counters/count-once.ts";
import { limitReached, secondsToWait } from "../counters/limit-reached.ts";
import { TOKEN_QUOTA_PERIODS, type TokenQuotaPeriod } from "../counters/period.ts";
import {
  type ReportTarget,
  reportHeaders,
  reportShapes,
  reportTarget,
  reportVariable,
} from "../counters/report.ts";
import { remainingOf, type TokenBudget, TokenQuota, TokenRate } from "../counters/token-counters.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { readModelRequest } from "../tokens/model-request.ts";
import { watchUsage } from "../tokens/watch-usage.ts";

/** So many tokens of prompts and answers a minute, or in an hour, a day and so on, for each value of a key. */
export const llmTokenLimit: PolicyDefinition = {
  name: "llm-token-limit",
  aliases: ["azure-openai-token-limit"],
  sections: ["inbound"],
  support: "emulated",
  notes:
    "The minute slides; quota periods follow the UTC calendar, weeks from Monday. Remaining tokens are told with this request's " +
    "own tokens taken off as soon as they are known; of a stream, with its estimated prompt taken off. A stream counts what its " +
    "usage event says, else an estimate. An answer without a model's usage, such as an error, costs nothing. Texts of refusals " +
    "and the reasons TokenLimitExceeded and TokenQuotaExceeded are not documented by Azure. A request counts once for each key.",
  attributes: {
    "counter-key": { required: true },
    "tokens-per-minute": { kind: "integer", min: 0 },
    "token-quota": { expression: false, kind: "integer", min: 0 },
    "token-quota-period": { expression: false, values: TOKEN_QUOTA_PERIODS },
    "estimate-prompt-tokens": { kind: "boolean" },
    ...reportShapes("retry-after", "remaining-tokens", "remaining-quota-tokens", "tokens-consumed"),
  },
  compile: (element, compiler) => {
    const readLimits = compileLimits(element, compiler);
    const key = compiler.required(element, "counter-key");
    const estimates = compiler.attribute(element, "estimate-prompt-tokens");
    const report = readReport(element);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const limits = await readLimits(await key.text(exchange), exchange);
        const promptTokens = await estimatePrompt((await estimates?.boolean(exchange)) ?? false, exchange);
        refuseWhenOver({ limits, promptTokens, report, policy: element.name }, exchange);
        startCounting({ limits, promptTokens, report }, exchange);
        return undefined;
      },
    };
  },
};

/** The counters of one key; at least one of them is there. */
interface TokenLimits {
  readonly key: string;
  readonly rate: TokenRate | undefined;
  readonly quota: TokenQuota | undefined;
}

function compileLimits(element: PolicyElement, compiler: PolicyCompiler) {
  const perMinute = compiler.attribute(element, "tokens-per-minute");
  const quota = element.attributes.get("token-quota");
  const period = TOKEN_QUOTA_PERIODS.find(
    (name) => name === element.attributes.get("token-quota-period")?.value,
  );
  checkLimits(element, compiler, period);
  return async (key: string, exchange: Exchange): Promise<TokenLimits> => ({
    key,
    rate: perMinute && new TokenRate(key, await perMinute.number(exchange), exchange.services),
    quota: quota && period && new TokenQuota(key, Number(quota.value), period, exchange.services),
  });
}

function checkLimits(
  { name, attributes, position }: PolicyElement,
  compiler: PolicyCompiler,
  period: TokenQuotaPeriod | undefined,
): void {
  const hasQuota = attributes.has("token-quota");
  if (hasQuota !== (period !== undefined)) {
    compiler.problem(`<${name}> needs "token-quota" and "token-quota-period" together.`, position);
  } else if (!hasQuota && !attributes.has("tokens-per-minute")) {
    compiler.problem(
      `<${name}> needs "tokens-per-minute", or "token-quota" with "token-quota-period".`,
      position,
    );
  }
}

interface TokenReport {
  readonly retryAfter: ReportTarget;
  readonly remaining: ReportTarget;
  readonly remainingQuota: ReportTarget;
  readonly consumed: ReportTarget;
}

function readReport(element: PolicyElement): TokenReport {
  return {
    retryAfter: reportTarget(element, "retry-after", "Retry-After"),
    remaining: reportTarget(element, "remaining-tokens"),
    remainingQuota: reportTarget(element, "remaining-quota-tokens"),
    consumed: reportTarget(element, "tokens-consumed"),
  };
}

/** 0 when nobody asked for an estimate and the answer will not stream. */
async function estimatePrompt(isAsked: boolean, exchange: Exchange): Promise<number> {
  const request = await readModelRequest(exchange);
  if (!request || !(isAsked || request.streams)) return 0;
  const tokens = await request.promptTokens();
  exchange.trace.note(() => `the prompt has about ${tokens} tokens`);
  return tokens;
}

interface Check {
  readonly limits: TokenLimits;
  readonly promptTokens: number;
  readonly report: TokenReport;
}

function refuseWhenOver(
  { limits, promptTokens, report, policy }: Check & { policy: string },
  exchange: Exchange,
) {
  const { rate, quota, key } = limits;
  if (rate) exchange.trace.note(() => `${rate.used} of ${rate.allowed} tokens in a minute for "${key}"`);
  if (quota) exchange.trace.note(() => `${quota.used} of ${quota.allowed} tokens of the quota for "${key}"`);
  const own = {
    rate: ownCount(exchange, rateCounter(key)) ?? 0,
    quota: ownCount(exchange, quotaCounter(key)) ?? 0,
  };
  const isOverRate = rate !== undefined && isOver(rate, promptTokens, own.rate);
  const over = isOverRate ? rate : quota && isOver(quota, promptTokens, own.quota) ? quota : undefined;
  if (!over) return;
  const seconds = secondsToWait(over.waitMs(promptTokens));
  reportVariable(exchange, report.retryAfter, seconds);
  const remaining = remainingFigures({ limits, report });
  for (const [target, figure] of remaining) reportVariable(exchange, target, figure);
  const what = isOverRate ? "Token limit" : "Token quota";
  throw limitReached(`${what} is exceeded. Try again in ${seconds} seconds.`, {
    status: isOverRate ? 429 : 403,
    source: policy,
    reason: isOverRate ? "TokenLimitExceeded" : "TokenQuotaExceeded",
    headers: reportHeaders([[report.retryAfter, seconds], ...remaining]),
  });
}

const rateCounter = (key: string) => `token-rate ${key}`;
const quotaCounter = (key: string) => `token-quota ${key}`;

/** Nothing is left, or less than the prompt needs; what this request itself has taken off does not count. */
function isOver({ used, allowed }: TokenBudget, promptTokens: number, own: number): boolean {
  const others = used - own;
  return others >= allowed || others + promptTokens > allowed;
}

function remainingFigures({ limits: { rate, quota }, report }: Omit<Check, "promptTokens">) {
  const figures: (readonly [ReportTarget, number])[] = [];
  if (rate) figures.push([report.remaining, remainingOf(rate)]);
  if (quota) figures.push([report.remainingQuota, remainingOf(quota)]);
  return figures;
}

/** Takes the estimated prompt off now and what was really used when the answer tells. */
function startCounting({ limits, promptTokens, report }: Check, exchange: Exchange): void {
  const correct = reserve(limits, promptTokens, exchange);
  const remaining = () => remainingFigures({ limits, report });
  const setVariables = (consumed: number) => {
    for (const [target, figure] of remaining()) reportVariable(exchange, target, figure);
    reportVariable(exchange, report.consumed, consumed);
  };
  const setHeaders = (figures: readonly (readonly [ReportTarget, number])[]) => {
    for (const [name, value] of Object.entries(reportHeaders(figures))) {
      exchange.response?.headers.set(name, [value]);
    }
  };
  setVariables(promptTokens);
  let headersAreOut = false;
  watchUsage(exchange, {
    onStream: () => {
      setHeaders([...remaining(), [report.consumed, promptTokens]]);
      headersAreOut = true;
    },
    onUsage: (usage) => {
      const tokens = usage?.totalTokens ?? 0;
      correct(tokens);
      setVariables(tokens);
      if (headersAreOut) return;
      // Without a model's answer there is nothing to say of its tokens.
      setHeaders(usage ? [...remaining(), [report.consumed, tokens]] : remaining());
    },
  });
}

/** Counts the prompt for the time being; gives the function that puts the true figure in its place. */
function reserve(
  { rate, quota, key }: TokenLimits,
  promptTokens: number,
  exchange: Exchange,
): (tokens: number) => void {
  const counts = {
    rate: rate && isFirstCount(exchange, rateCounter(key), promptTokens) ? rate : undefined,
    quota: quota && isFirstCount(exchange, quotaCounter(key), promptTokens) ? quota : undefined,
  };
  const reserved = counts.rate?.add(promptTokens);
  counts.quota?.add(promptTokens);
  return (tokens) => {
    if (reserved) reserved.amount = 0;
    counts.rate?.add(tokens);
    counts.quota?.add(tokens - promptTokens);
  };
}
