import { hash } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { ApiError } from "./api-error.ts";
import { badHeader } from "./request-headers.ts";
import { ANSWERED, type Call, type Reply, type Route } from "./route.ts";

/** Sees to it that a request that is sent again under the same `Idempotency-Key` is answered again, not made again. */
export interface Idempotency {
  /**
   * The answer of `work`, or the one that the same request got before.
   * @throws ApiError 409 when the key stands for another request, or for one that is still under way
   */
  once(call: Call, route: Route, work: () => Answered): Promise<Awaited<Answered>>;
}

type Answered = ReturnType<Route["handle"]>;

export interface IdempotencyOptions {
  readonly clock: Clock;
  /** Milliseconds an answer is kept. Default one day. */
  readonly keepMs?: number;
  /** Characters of all answers that are kept; the oldest go first. Default 32 million. */
  readonly mostCharacters?: number;
}

interface Kept {
  readonly request: string;
  readonly until: number;
  readonly size: number;
  /** Absent while the first request is under way. */
  readonly reply?: Reply;
}

const DAY_MS = 86_400_000;
const KEY = /^[\x21-\x7e]{1,255}$/;

export function createIdempotency({
  clock,
  keepMs = DAY_MS,
  mostCharacters = 32_000_000,
}: IdempotencyOptions): Idempotency {
  const kept = new Map<string, Kept>();
  let characters = 0;
  const forget = (key: string) => {
    characters -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  const makeRoom = () => {
    for (const [key, { until, reply }] of kept) {
      if (characters <= mostCharacters && until > clock.now()) return;
      if (reply !== undefined) forget(key);
    }
  };
  const keep = (key: string, request: string, reply: Reply) => {
    const size = JSON.stringify(reply.body).length;
    forget(key);
    kept.set(key, { request, until: clock.now() + keepMs, size, reply });
    characters += size;
    makeRoom();
  };
  return {
    async once(call, route, work) {
      const key = route.idempotent ? readKey(call, route) : undefined;
      if (key === undefined) return work();
      const request = hash("sha256", JSON.stringify(call.body));
      const known = kept.get(key);
      if (known && known.until > clock.now()) return replay(known, request);
      kept.set(key, { request, until: Number.POSITIVE_INFINITY, size: 0 });
      try {
        const reply = await work();
        if (reply === ANSWERED) forget(key);
        else keep(key, request, reply);
        return reply;
      } catch (error) {
        forget(key);
        throw error;
      }
    },
  };
}

function readKey({ incoming, caller }: Call, { name }: Route): string | undefined {
  const key = incoming.headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key !== "string" || !KEY.test(key))
    throw badHeader("idempotency-key", "must be 1 to 255 visible letters of ASCII");
  return [caller.tenant, caller.client, name, key].join("\n");
}

function replay({ reply, request }: Kept, asked: string): Reply {
  if (request !== asked) {
    throw conflict("The idempotency key was used for another request.", "Take a new key for each request.");
  }
  if (!reply)
    throw conflict("The request of this idempotency key is still under way.", "Ask again in a second.", 1000);
  return { ...reply, headers: { ...reply.headers, "idempotent-replayed": "true" } };
}

const conflict = (message: string, hint: string, retryAfterMs?: number) =>
  new ApiError(message, {
    status: 409,
    code: "IDEMPOTENCY_CONFLICT",
    param: "idempotency-key",
    hint,
    retryAfterMs,
  });
