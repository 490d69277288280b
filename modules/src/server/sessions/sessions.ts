import { type Conversation, createConversation } from "../../context/conversation.ts";
import type { Clock } from "../../core/clock.ts";
import { newId } from "../../core/ids.ts";
import type { ChatAnswer } from "../../orchestrator/chat-part.ts";
import type { Caller } from "../access/caller.ts";

/** One turn of a session, without its text. */
export interface Exchange {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly source: ChatAnswer["source"];
  readonly target: ChatAnswer["decision"]["target"];
  readonly model: string;
  readonly ms: number;
}

/** What one client talks about under one name. */
export interface Session {
  readonly id: string;
  readonly conversation: Conversation;
  /** The newest fifty, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Turns so far, also those that are forgotten. */
  readonly turns: number;
  note(answer: ChatAnswer): void;
}

/** Conversations by name. Two clients never share one, whatever they call it. */
export interface Sessions {
  /** The session, made when it is not there; a new name when none is given. */
  open(caller: Caller, id?: string): Session;
  find(caller: Caller, id: string): Session | undefined;
  remove(caller: Caller, id: string): boolean;
}

export interface SessionsOptions {
  readonly clock: Clock;
  /** Sessions that are kept; the one longest unused is forgotten. Default 1,000. */
  readonly most?: number;
  /** Milliseconds unused after which one is forgotten. Default one day. */
  readonly keepMs?: number;
}

const EXCHANGES = 50;

export function createSessions({ clock, most = 1000, keepMs = 86_400_000 }: SessionsOptions): Sessions {
  const sessions = new Map<string, { session: Session; usedAt: number }>();
  const keyOf = ({ tenant, client }: Caller, id: string) => [tenant, client, id].join("\n");
  const touch = (key: string) => {
    const known = sessions.get(key);
    if (!known) return undefined;
    sessions.delete(key);
    if (clock.now() - known.usedAt > keepMs) return undefined;
    sessions.set(key, { session: known.session, usedAt: clock.now() });
    return known.session;
  };
  return {
    open(caller, id = newId("session-")) {
      const key = keyOf(caller, id);
      const known = touch(key);
      if (known) return known;
      const session = createSession(id, clock);
      sessions.set(key, { session, usedAt: clock.now() });
      const [oldest] = sessions.keys();
      if (sessions.size > most && oldest !== undefined) sessions.delete(oldest);
      return session;
    },
    find: (caller, id) => touch(keyOf(caller, id)),
    remove: (caller, id) => sessions.delete(keyOf(caller, id)),
  };
}

function createSession(id: string, clock: Clock): Session {
  const exchanges: Exchange[] = [];
  let turns = 0;
  return {
    id,
    conversation: createConversation({ id }),
    exchanges,
    get turns() {
      return turns;
    },
    note({ source, decision, model, timing }) {
      turns += 1;
      exchanges.push({ at: clock.now(), source, target: decision.target, model, ms: timing.totalMs });
      if (exchanges.length > EXCHANGES) exchanges.shift();
    },
  };
}
