import type { HotFileEvent } from "../../modules/src/catalog/index.ts";
import type { LogFields, Logger } from "../../modules/src/core/index.ts";
import { type BudgetEvent, dollars, explainRefusal, type LedgerEvent } from "../../modules/src/cost/index.ts";

type Told = { readonly type: string };

type FileRefused = Extract<HotFileEvent, { readonly type: "file-refused" }>;

const isFileRefused = (event: Told): event is FileRefused => event.type === "file-refused";

/** Each try of a request; its end has a line of its own. */
const LEFT_OUT: readonly string[] = ["routed", "attempt", "chat-over"];

/** Tells the operator what happens: a changed configuration that is not in use always, the rest with `--verbose`. */
export function tellEvent(event: Told, logger: Logger): void {
  if (isFileRefused(event))
    for (const problem of event.problems) logger.warn(`The changed configuration is not in use: ${problem}`);
  else if (!LEFT_OUT.includes(event.type)) logger.debug(event.type, fieldsOf(event));
}

const fieldsOf = (event: Told): LogFields =>
  Object.fromEntries(
    Object.entries(event)
      .filter(([name]) => name !== "type")
      .map(([name, value]) => [name, wordOf(value)]),
  );

/** A state is told by its kind: the time since which it holds looks like the number of a card to whoever hides those. */
function wordOf(value: unknown): LogFields[string] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  const isState = typeof value === "object" && value !== null && "kind" in value;
  return isState && typeof value.kind === "string" ? value.kind : JSON.stringify(value);
}

/**
 * Warns of money: parts of a limit that are reached, calls that cost more than they could by our count, and the first refusal of
 * a limit in its period; later ones are told with `--verbose`.
 */
export function createBudgetTeller(logger: Logger): (event: BudgetEvent) => void {
  const refusing = new Map<string, number>();
  return (event) => {
    const whose =
      event.key === "" ? `The budget "${event.limit}"` : `The budget "${event.limit}" of ${event.key}`;
    if (event.type === "alert") {
      const { part, spentUsd, limitUsd } = event;
      logger.warn(`${whose} is used to ${percent(part)}: ${dollars(spentUsd)} of ${dollars(limitUsd)}.`);
    } else if (event.type === "underestimated") {
      const { requestId, heldUsd, costUsd } = event;
      logger.warn(
        `${whose} was charged ${dollars(costUsd)} for a call for which ${dollars(heldUsd)} were set aside.`,
        { requestId },
      );
    } else {
      const { at, refusal, requestId } = event;
      const purse = `${event.limit}\n${event.key}`;
      const known = (refusing.get(purse) ?? 0) > at;
      if (!known) refusing.set(purse, at + (refusal.retryAfterMs ?? Number.POSITIVE_INFINITY));
      const line = `${whose} refuses calls: ${explainRefusal(refusal)}`;
      if (known) logger.debug(line, { requestId });
      else logger.warn(line, { requestId });
    }
  };
}

/** Warns when what answers cost can no longer be written down, and says when it can again. */
export function createLedgerTeller(logger: Logger): (event: LedgerEvent) => void {
  return (event) => {
    if (event.type === "ready") logger.info("The ledger can be written again.");
    else
      logger.warn(`${sentence(event.problem)} Until it can be written, no model that costs money is asked.`);
  };
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

const percent = (part: number) => `${Math.round(part * 100)} %`;
