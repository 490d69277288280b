import type { Output } from "./document.ts";

const OUTCOMES = ["unattempted", "pass", "fail", "error"] as const;

/** What an exercise's check said of an answer; `error`: the answer's code stopped by itself. */
export type Outcome = (typeof OUTCOMES)[number];

export interface ExerciseOutcome {
  readonly id: string;
  readonly outcome: Outcome;
}

/** The outcomes a cell showed: the marks `data-exercise` and `data-outcome` of one element of its HTML. */
export function readOutcomes(outputs: readonly Output[]): ExerciseOutcome[] {
  return outputs.flatMap((output) => {
    const markup = output.output_type === "display_data" ? output.data["text/html"] : undefined;
    return typeof markup === "string" ? outcomesIn(markup) : [];
  });
}

function outcomesIn(markup: string): ExerciseOutcome[] {
  const elements = [...markup.matchAll(/<\w+\s[^>]*data-exercise=[^>]*>/g)].map(([element]) => element);
  return elements.flatMap((element) => {
    const id = attribute(element, "data-exercise");
    const outcome = OUTCOMES.find((one) => one === attribute(element, "data-outcome"));
    return id && outcome ? [{ id, outcome }] : [];
  });
}

function attribute(element: string, name: string): string | undefined {
  return new RegExp(`${name}="([^"]*)"`).exec(element)?.[1];
}
