import { isoOf } from "../routes/health.ts";
import type { Session } from "./sessions.ts";

/** The turns of a session with their text, for the client whose session it is. */
export function sessionContext({ id, conversation, turns }: Session) {
  return {
    session_id: id,
    messages: conversation.messages.map(({ role, content }) => ({ role, content })),
    turns,
  };
}

/** How a session went: who answered, how often the model changed, how long it took in seconds. */
export function sessionInsights({ id, exchanges, turns }: Session) {
  const seconds = exchanges.map(({ ms }) => ms / 1000);
  const switches = exchanges.filter(
    ({ target }, index) => index > 0 && exchanges[index - 1]?.target !== target,
  );
  const sources = Map.groupBy(exchanges, ({ source }) => source);
  return {
    session_id: id,
    exchanges: turns,
    model_switches: switches.length,
    source_distribution: Object.fromEntries([...sources].map(([source, all]) => [source, all.length])),
    response_time:
      seconds.length === 0
        ? null
        : { average: mean(seconds), fastest: Math.min(...seconds), slowest: Math.max(...seconds) },
    recent: exchanges.slice(-8).map(({ at, source, target, model, ms }) => ({
      at: isoOf(at),
      source,
      target,
      model,
      seconds: ms / 1000,
    })),
  };
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
