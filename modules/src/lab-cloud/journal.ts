import type { MiddlewareHandler } from "hono";
import type { Clock } from "../core/index.ts";
import type { LabEnv } from "./lab-app.ts";

/** One answered request, without anything of its content, query or headers. */
export interface RequestRecord {
  /** ISO time of the answer's begin. */
  readonly at: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Milliseconds until the answer began. */
  readonly ms: number;
  readonly deployment?: string;
  /** How many messages the conversation had. */
  readonly messages?: number;
  /** How many times the SDK had asked the same before, as it says itself (`x-stainless-retry-count`). */
  readonly retry?: number;
  /** The fault that struck it. */
  readonly fault?: string;
}

interface RequestCounts {
  readonly total: number;
  readonly byService: Readonly<Record<string, number>>;
  /** Answered requests. */
  readonly byDeployment: Readonly<Record<string, number>>;
}

export interface Journal {
  /** Records every request that passes and reached a service. */
  readonly middleware: MiddlewareHandler<LabEnv>;
  /** Records a request that something else than the app answered. */
  note(entry: RequestRecord): void;
  /** The last fifty, newest first. */
  recent(): readonly RequestRecord[];
  counts(): RequestCounts;
}

const KEPT = 50;
const PATH_LENGTH = 200;
const NAME_LENGTH = 80;

/** @param services names that are counted from zero on. */
export function createJournal(clock: Clock, services: readonly string[]): Journal {
  const kept: RequestRecord[] = [];
  const byService = new Map(services.map((name) => [name, 0]));
  const byDeployment = new Map<string, number>();
  let total = 0;

  const record = (entry: RequestRecord) => {
    total += 1;
    byService.set(entry.service, (byService.get(entry.service) ?? 0) + 1);
    if (entry.deployment && entry.status < 400)
      byDeployment.set(entry.deployment, (byDeployment.get(entry.deployment) ?? 0) + 1);
    kept.unshift(entry);
    if (kept.length > KEPT) kept.pop();
  };

  return {
    note: record,
    middleware: async (c, next) => {
      const started = clock.elapsed();
      await next();
      const service = c.get("service");
      if (service === undefined) return;
      const deployment = c.get("deployment");
      const messages = c.get("messageCount");
      const retry = retryCount(c.req.header("x-stainless-retry-count"));
      const strike = c.get("strike");
      record({
        at: new Date(clock.now()).toISOString(),
        service,
        method: c.req.method,
        path: c.req.path.slice(0, PATH_LENGTH),
        status: c.res.status,
        ms: Math.round((clock.elapsed() - started) * 10) / 10,
        ...(deployment !== undefined && { deployment: deployment.slice(0, NAME_LENGTH) }),
        ...(messages !== undefined && { messages }),
        ...(retry !== undefined && { retry }),
        ...(strike && { fault: strike.fault.id }),
      });
    },
    recent: () => kept,
    counts: () => ({
      total,
      byService: Object.fromEntries(byService),
      byDeployment: Object.fromEntries(byDeployment),
    }),
  };
}

const retryCount = (told: string | undefined) =>
  told !== undefined && /^\d{1,3}$/.test(told) ? Number(told) : undefined;
