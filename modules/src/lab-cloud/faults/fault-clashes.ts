import type { Fault } from "./fault-order.ts";

type Field = keyof Fault;

interface Clash {
  readonly field: Field;
  readonly others: readonly Field[];
  readonly why: string;
}

/** What shapes an answer that does come. */
const SHAPES = ["stall", "cutAfterTokens", "malformed", "wrongModel", "empty"] as const;

const CLASHES: readonly Clash[] = [
  { field: "status", others: SHAPES, why: "an error has no answer to change" },
  { field: "reset", others: ["status", "headers", ...SHAPES], why: "nothing is answered then" },
  { field: "empty", others: ["stall", "cutAfterTokens", "malformed"], why: "an empty answer has no tokens" },
];

/** One line on fields of an order that make no sense together. */
export function clashProblem(fault: Fault): string | undefined {
  for (const { field, others, why } of CLASHES) {
    const other = isOrdered(fault, field) ? others.find((name) => isOrdered(fault, name)) : undefined;
    if (other) return `${field}: it cannot stand with ${other}; ${why}`;
  }
  if (fault.empty === "body" && fault.wrongModel !== undefined)
    return "wrongModel: an empty body names no model";
  if (fault.seed !== undefined && fault.probability === undefined) return "seed: it needs a probability";
  const backwards =
    fault.schedule?.findIndex(({ fromMs, toMs }) => toMs !== undefined && toMs <= fromMs) ?? -1;
  if (backwards >= 0) return `schedule.${backwards}.toMs: it must be later than fromMs`;
  if (EFFECTS.some((name) => isOrdered(fault, name))) return undefined;
  return `the order does nothing; it needs one of ${EFFECTS.join(", ")}`;
}

const EFFECTS: readonly Field[] = ["status", "delayMs", "reset", "headers", ...SHAPES];

/** `headers` and `delayMs` are always there, without effect. */
function isOrdered(fault: Fault, field: Field): boolean {
  if (field === "headers") return Object.keys(fault.headers).length > 0;
  return field === "delayMs" ? fault.delayMs > 0 : fault[field] !== undefined;
}
