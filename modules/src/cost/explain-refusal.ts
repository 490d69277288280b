import type { BudgetRefusal } from "./budget.ts";
import { dollars } from "./dollars.ts";

/** One line: which limit said no, what was asked for and what is left. */
export function explainRefusal({ reason, limit, key, askedUsd, freeUsd }: BudgetRefusal): string {
  const whose = key === "" ? `the limit "${limit}"` : `the limit "${limit}" of ${key}`;
  if (reason === "closed") return "The request is over, so it can spend nothing more.";
  if (reason === "unpriced") return `No price of this model is known, so ${whose} cannot hold it.`;
  return `The call can cost up to ${dollars(askedUsd ?? 0)}, and ${whose} has ${dollars(freeUsd)} left.`;
}
