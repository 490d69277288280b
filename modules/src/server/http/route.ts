import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { RequestContext } from "../../chat/request-context.ts";
import type { Caller } from "../access/caller.ts";
import type { Scope } from "../access/scope.ts";

/** One HTTP request on its way, as a route sees it: who asks is known, what they ask is checked. */
export interface Call<Body = unknown, Query = unknown> {
  readonly requestId: string;
  readonly caller: Caller;
  readonly context: RequestContext & { readonly signal: AbortSignal };
  readonly body: Body;
  readonly query: Query;
  /** Parts of the path that the route names: `{session_id}`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Headers that every answer carries; a route that writes its own answer sends them. */
  headers(): Readonly<Record<string, string>>;
  /** Books the tokens of an answer against the caller's limit. */
  spend(tokens: number): void;
  /** Takes down a streamed answer that may have to be given again. */
  readonly recording?: StreamRecording | undefined;
  /** For what fails after the answer has begun, when no status can tell it. */
  logFailure(error: unknown): void;
}

/** A streamed answer as it goes out. */
export interface StreamRecording {
  begin(headers: Readonly<Record<string, string>>): void;
  add(text: string): void;
  /** It is whole. */
  finish(): void;
}

/** An answer that is not written yet. */
export interface Reply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written as JSON; text as it is, with the content type that the headers name. */
  readonly body: unknown;
}

/** The route has written its answer itself. */
export const ANSWERED = Symbol("answered");

/** What an operation answers with one status. */
export interface DeclaredAnswer {
  readonly about: string;
  readonly schema?: z.ZodType;
  /** Default `application/json`. */
  readonly type?: string;
}

/** An operation: one method on one path. The OpenAPI document is made from these and nothing else. */
export interface Route<Body = unknown, Query = unknown> {
  readonly method: "GET" | "POST" | "DELETE";
  /** `/session/{session_id}/context`. */
  readonly path: string;
  /** Unique name of the operation: `createChatCompletion`. */
  readonly name: string;
  readonly tag: string;
  readonly about: string;
  /** What a caller must be allowed to do; `open` = anybody may. */
  readonly scope: Scope | "open";
  readonly body?: z.ZodType<Body>;
  /** Fields that are known; others are told in `x-ignored-fields`. Without it the body's schema decides. */
  readonly fields?: readonly string[];
  readonly query?: z.ZodType<Query>;
  readonly parameters?: Readonly<Record<string, z.ZodType<string>>>;
  readonly answers: Readonly<Record<number, DeclaredAnswer>>;
  /** Counts against the caller's limits, and is refused while the server drains. */
  readonly metered?: boolean;
  /** An `Idempotency-Key` is honoured. */
  readonly idempotent?: boolean;
  handle(call: Call<Body, Query>): Promise<Reply | typeof ANSWERED> | Reply | typeof ANSWERED;
}

/** Keeps the types of a route's own body and query while it is written, and forgets them in the table. */
export function defineRoute<Body, Query>(route: Route<Body, Query>): Route {
  return route as Route;
}
