import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyError } from "../pipeline/policy-error.ts";
import { authorizeOutgoing } from "./authorize-outgoing.ts";
import type { BackendDefinition, PoolBackend, SingleBackend } from "./backend-definition.ts";
import { gatewayFailure } from "./backend-failure.ts";
import type { BackendSet, BackendStatus, ChosenBackend } from "./backend-set.ts";
import { type CircuitBreaker, createCircuitBreaker, timeOf } from "./circuit-breaker.ts";
import { createPoolSchedule, type PoolGroup } from "./pool-schedule.ts";
import { createSessionCookie, type SessionCookie } from "./session-cookie.ts";

export interface BackendSetOptions {
  readonly definitions: readonly BackendDefinition[];
  readonly clock: Clock;
  readonly random: Random;
}

/** A set whose definitions can be changed while requests run. */
export interface ReloadableBackendSet extends BackendSet {
  /** Circuits, turns and counts of backends whose definition is as before go on where they are. */
  replace(definitions: readonly BackendDefinition[]): void;
}

interface SingleState {
  readonly kind: "single";
  readonly definition: SingleBackend;
  readonly fingerprint: string;
  readonly breaker: CircuitBreaker;
  readonly counts: { sent: number; cut: number };
}

interface PoolState {
  readonly kind: "pool";
  readonly definition: PoolBackend;
  readonly fingerprint: string;
  readonly groups: readonly PoolGroup[];
  readonly cookie: SessionCookie | undefined;
  readonly counts: { sent: number; cut: number };
}

type BackendState = SingleState | PoolState;

export function createBackendSet({ definitions, clock, random }: BackendSetOptions): ReloadableBackendSet {
  let states: ReadonlyMap<string, BackendState> = new Map();
  let names: ReadonlySet<string> = new Set();

  const replace = (next: readonly BackendDefinition[]) => {
    const before = states;
    states = new Map(
      next.map((definition) => [
        definition.name,
        carryOn(definition, before.get(definition.name), clock, random),
      ]),
    );
    names = new Set(states.keys());
  };
  replace(definitions);

  const single = (name: string): SingleState | undefined => {
    const state =
      states.get(name) ??
      [...states.values()].find((other) => other.definition.name.toLowerCase() === name.toLowerCase());
    return state?.kind === "single" ? state : undefined;
  };

  return {
    get names() {
      return names;
    },
    replace,
    status: () => [...states.values()].map(statusOf),
    choose: (name, exchange) => {
      const state = states.get(name);
      if (!state) throw unknownBackend(name, [...states.keys()]);
      return state.kind === "single" ? chooseSingle(state) : chooseMember(state, single, exchange);
    },
  };
}

/** The state of a backend after a reload: the old one where nothing has changed that it depends on. */
function carryOn(
  definition: BackendDefinition,
  before: BackendState | undefined,
  clock: Clock,
  random: Random,
): BackendState {
  const fingerprint = fingerprintOf(definition);
  const isSame = before?.fingerprint === fingerprint;
  const counts = isSame ? before.counts : { sent: 0, cut: 0 };
  if (definition.kind === "single") {
    const kept = isSame && before.kind === "single" ? before.breaker : undefined;
    return {
      kind: "single",
      definition,
      fingerprint,
      counts,
      breaker: kept ?? createCircuitBreaker(definition.breaker, clock),
    };
  }
  const kept = isSame && before.kind === "pool" ? before.groups : undefined;
  const cookie = createSessionCookie(definition);
  return {
    kind: "pool",
    definition,
    fingerprint,
    counts,
    cookie,
    groups: kept ?? createPoolSchedule(definition.members, random),
  };
}

/** New credentials or a new cookie do not make another backend of it. */
const fingerprintOf = (definition: BackendDefinition): string =>
  JSON.stringify(definition.kind === "single" ? [definition.url, definition.breaker] : definition.members);

function statusOf(state: BackendState): BackendStatus {
  const { definition, counts, kind } = state;
  return {
    name: definition.name,
    kind,
    url: definition.kind === "single" ? definition.url.href : undefined,
    circuit: state.kind === "single" ? state.breaker.state() : { kind: "closed", failures: 0 },
    trips: state.kind === "single" ? state.breaker.trips() : 0,
    ...counts,
  };
}

function chooseSingle(state: SingleState): ChosenBackend {
  const until = state.breaker.openUntil();
  if (until !== undefined) throw circuitOpen(state.definition, until);
  return chosen(state, () => "it is addressed directly");
}

function chooseMember(
  pool: PoolState,
  find: (name: string) => SingleState | undefined,
  exchange: Exchange,
): ChosenBackend {
  const isAvailable = (name: string) => find(name)?.breaker.openUntil() === undefined;
  const bound = pool.cookie?.memberOf(exchange.request.headers);
  const boundState =
    bound !== undefined && isSentTo(pool, bound) && isAvailable(bound) ? find(bound) : undefined;
  if (boundState) return chosen(boundState, () => "its session is there", pool);

  for (const [index, group] of pool.groups.entries()) {
    const name = group.next(isAvailable);
    const state = name === undefined ? undefined : find(name);
    if (!state) continue;
    // Asked for later, so the words need the circuits as they are now.
    const skipped = openCircuits(
      [...pool.groups.slice(0, index).flatMap(({ members }) => members), ...group.members],
      find,
    );
    return chosen(state, () => sayWhy(group, skipped, bound), pool, true);
  }
  throw poolExhausted(
    pool,
    openCircuits(
      pool.definition.members.map(({ name }) => name),
      find,
    ),
  );
}

/** A member that was taken out of the turns by the weight 0 keeps no sessions either. */
const isSentTo = ({ groups }: PoolState, name: string) =>
  groups.some(({ members }) => members.includes(name));

function chosen(
  state: SingleState,
  why: () => string,
  pool?: PoolState,
  isNewSession = false,
): ChosenBackend {
  const { definition, breaker, counts } = state;
  counts.sent++;
  if (pool) pool.counts.sent++;
  const note = (exchange: Exchange, words: string | undefined) => {
    if (words !== undefined) exchange.trace.note(() => `${definition.name}: ${words}`);
  };
  return {
    name: definition.name,
    baseUrl: definition.url,
    acceptAnyCertificate: definition.acceptAnyCertificate,
    get reason() {
      return why();
    },
    authorize: (exchange, outgoing = exchange.request) =>
      authorizeOutgoing(definition.credentials, exchange, outgoing),
    settle: (exchange, response) => {
      note(exchange, breaker.answered(response.status, response.headers.get("retry-after")));
      if (isNewSession) pool?.cookie?.give(response.headers, definition.name, exchange.id);
    },
    fail: (exchange, { reason }) => note(exchange, breaker.unanswered(reason)),
    cutOff: () => {
      counts.cut++;
      if (pool) pool.counts.cut++;
    },
  };
}

interface OpenCircuit {
  readonly name: string;
  readonly until: number;
}

function openCircuits(
  names: readonly string[],
  find: (name: string) => SingleState | undefined,
): readonly OpenCircuit[] {
  return names.flatMap((name) => {
    const until = find(name)?.breaker.openUntil();
    return until === undefined ? [] : [{ name, until }];
  });
}

function sayWhy(
  { priority, members }: PoolGroup,
  skipped: readonly OpenCircuit[],
  lost: string | undefined,
): string {
  const rank = priority === undefined ? "no priority" : `priority ${priority}`;
  const turn = members.length > 1 ? `its turn among ${members.join(", ")} of ${rank}` : rank;
  const away = skipped.length > 0 ? ` (${sayOpen(skipped)})` : "";
  return `${turn}${away}${lost === undefined ? "" : `; its session was at ${lost}, which takes no requests now`}`;
}

const sayOpen = (open: readonly OpenCircuit[]) =>
  open.map(({ name, until }) => `${name} is open until ${timeOf(until)}`).join(", ");

function poolExhausted(
  { definition: { name, failureStatus } }: PoolState,
  open: readonly OpenCircuit[],
): PolicyError {
  const why = open.length > 0 ? sayOpen(open) : "every member has the weight 0";
  return gatewayFailure(`Nobody in the pool ${name} takes requests: ${why}.`, {
    status: failureStatus,
    source: "forward-request",
    reason: "BackendPoolUnavailable",
  });
}

function circuitOpen({ name, breaker }: SingleBackend, until: number): PolicyError {
  return gatewayFailure(`The circuit of ${name} is open until ${timeOf(until)}.`, {
    status: breaker?.failureStatus ?? 503,
    source: "forward-request",
    reason: "CircuitBreakerOpen",
  });
}

export function unknownBackend(name: string, known: readonly string[]): PolicyError {
  return gatewayFailure(`There is no backend "${name}". ${nearestName(name, known, "backends")}`, {
    status: 500,
    source: "set-backend-service",
    reason: "BackendNotFound",
  });
}
