import { expressionError } from "./compile-value.ts";
import type { Exchange } from "./exchange.ts";
import type { PolicyValue } from "./policy-value.ts";

/** One of a few words; the first when the attribute is absent. Throws `PolicyError` when an expression gives another one. */
export async function readChoice<Choice extends string>(
  value: PolicyValue | undefined,
  exchange: Exchange,
  choices: readonly [Choice, ...Choice[]],
): Promise<Choice> {
  if (!value) return choices[0];
  const text = value.literal ?? (await value.text(exchange));
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw expressionError(
    new Error(`The value "${text}" must be one of: ${choices.join(", ")}.`),
    value.policy,
  );
}
