import { hash } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { ApiError } from "./api-error.ts";
import { badHeader } from "./request-headers.ts";
import { ANSWERED, type Call, type Reply, type Route } from "./route.ts";
import { createStreamRecorder, type StreamRecorder } from "./stream-recorder.ts";

/**
 * Sees to it that a request that is sent again under the same `Idempotency-Key` is answered again, not made again. A stream is
 * given again when it ended as it should: its events as they were, at once. What broke off or failed is made anew.
 */
export interface Idempotency {
  /**
   * The answer of `work`, or the one that the same request got before.
   * @throws ApiError 409 when the key stands for another request, for one that is still under way, or for an answer that was too
   * long to be kept
   */
  once(call: Call, route: Route, work: (call: Call) => Answered): Promise<Awaited<Answered>>;
}

type Answered = ReturnType<Route["handle"]>;

export interface IdempotencyOptions {
  readonly clock: Clock;
  /** Milliseconds an answer is kept. Default one day. */
  readonly keepMs?: number;
  /** Characters of all answers that are kept or being taken down; the oldest kept ones go first. Default 32 million. */
  readonly mostCharacters?: number;
  /** Characters of one answer. Of a longer one only that it was given is kept. Default 4 million. */
  readonly mostOfOne?: number;
}

interface Kept {
  readonly request: string;
  readonly until: number;
  readonly size: number;
  readonly outcome: "under way" | "too long" | Reply;
}

const DAY_MS = 86_400_000;
const KEY = /^[\x21-\x7e]{1,255}$/;
/** What an entry takes beside its answer, in characters. */
const ENTRY = 500;

export function createIdempotency({
  clock,
  keepMs = DAY_MS,
  mostCharacters = 32_000_000,
  mostOfOne = 4_000_000,
}: IdempotencyOptions): Idempotency {
  const kept = new Map<string, Kept>();
  let characters = 0;
  const forget = (key: string) => {
    characters -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  const makeRoom = () => {
    for (const [key, { until, outcome }] of kept) {
      if (characters <= mostCharacters && until > clock.now()) return;
      if (outcome !== "under way") forget(key);
    }
  };
  const set = (key: string, entry: Kept) => {
    forget(key);
    kept.set(key, entry);
    characters += entry.size;
    makeRoom();
  };
  const keep = (key: string, request: string, reply: Reply | undefined, length: number) => {
    const until = clock.now() + keepMs;
    if (reply === undefined || length > mostOfOne)
      set(key, { request, until, size: ENTRY, outcome: "too long" });
    else set(key, { request, until, size: ENTRY + length, outcome: reply });
  };
  /** What is being taken down counts as well, or many long streams at once would not. */
  const openRecorder = () => {
    let held = 0;
    const hold = (wanted: number) => {
      characters += wanted - held;
      held = wanted;
    };
    const recorder = createStreamRecorder((wanted) => {
      const fits = wanted <= mostOfOne && characters + wanted - held <= mostCharacters;
      hold(fits ? wanted : 0);
      return fits;
    });
    return { recorder, release: () => hold(0) };
  };
  const keepStream = (key: string, request: string, recorder: StreamRecorder) => {
    const { isWhole, overflown, size } = recorder;
    if (isWhole) keep(key, request, overflown ? undefined : recorder.reply(), size);
    else forget(key);
  };
  return {
    async once(call, route, work) {
      const key = route.idempotent ? readKey(call, route) : undefined;
      if (key === undefined) return work(call);
      const request = hash("sha256", JSON.stringify(call.body));
      const known = kept.get(key);
      if (known && known.until > clock.now()) return replay(known, request);
      set(key, { request, until: Number.POSITIVE_INFINITY, size: ENTRY, outcome: "under way" });
      const { recorder, release } = openRecorder();
      try {
        const reply = await work({ ...call, recording: recorder });
        release();
        if (reply === ANSWERED) keepStream(key, request, recorder);
        else keep(key, request, reply, JSON.stringify(reply.body).length);
        return reply;
      } catch (error) {
        release();
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

function replay({ outcome, request }: Kept, asked: string): Reply {
  if (request !== asked) {
    throw conflict("The idempotency key was used for another request.", "Take a new key for each request.");
  }
  if (outcome === "under way")
    throw conflict("The request of this idempotency key is still under way.", "Ask again in a second.", 1000);
  if (outcome === "too long") {
    throw conflict(
      "The request of this idempotency key was answered, and the answer was too long to be kept.",
      "Take a new key to have it made, and paid for, once more.",
    );
  }
  return { ...outcome, headers: { ...outcome.headers, "idempotent-replayed": "true" } };
}

const conflict = (message: string, hint: string, retryAfterMs?: number) =>
  new ApiError(message, {
    status: 409,
    code: "IDEMPOTENCY_CONFLICT",
    param: "idempotency-key",
    hint,
    retryAfterMs,
  });
