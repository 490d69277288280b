import type { Evaluation } from "./evaluate-router.ts";
import type { Labelled } from "./labelled-prompt.ts";

/** How a router stands rows of one style, next to the clean rows that ask the same. */
export interface StyleRobustness {
  readonly style: string;
  /** Rows whose clean row was judged too. */
  readonly pairs: number;
  /** Share decided like the clean row, right or wrong, 0 to 1. */
  readonly sameDecision: number;
  readonly accuracy: number;
  /** On the clean rows of the same pairs. */
  readonly cleanAccuracy: number;
}

/** A row that may ask the same as a clean one. */
export interface VariantRow extends Labelled {
  readonly id: string;
  /** Id of the clean row. */
  readonly variantOf?: string | undefined;
}

/** Whether typing slips and other words change the route, style by style. */
export function robustnessOf({ judged }: Pick<Evaluation<VariantRow>, "judged">): StyleRobustness[] {
  const byId = new Map(judged.map((one) => [one.row.id, one]));
  const pairs = judged.flatMap((variant) => {
    const clean = variant.row.variantOf === undefined ? undefined : byId.get(variant.row.variantOf);
    return clean ? [{ variant, clean }] : [];
  });
  return [...Map.groupBy(pairs, ({ variant }) => variant.row.style ?? "variant")].map(([style, group]) => {
    const shareOf = (holds: (pair: (typeof pairs)[number]) => boolean) =>
      group.filter(holds).length / group.length;
    return {
      style,
      pairs: group.length,
      sameDecision: shareOf(({ variant, clean }) => variant.decided === clean.decided),
      accuracy: shareOf(({ variant }) => variant.right),
      cleanAccuracy: shareOf(({ clean }) => clean.right),
    };
  });
}
