import type { LabelledPrompt, Split } from "../../modules/src/evaluation/labelled-prompt.ts";
import type { Target } from "../../modules/src/routers/router.ts";

const TARGETS: readonly Target[] = ["local", "cloud"];

/**
 * So many rows of a split, half of each target, from as many templates as there are and in all their languages and styles.
 * The same rows each time, in no order that means anything.
 */
export function chooseRows(rows: readonly LabelledPrompt[], split: Split, count: number): LabelledPrompt[] {
  const halves = TARGETS.map((target) =>
    spread(
      rows.filter((row) => row.split === split && row.target === target),
      Math.ceil(count / 2),
    ),
  );
  return Array.from({ length: Math.ceil(count / 2) }, (_, at) => halves.flatMap((half) => half[at] ?? []))
    .flat()
    .slice(0, count);
}

/** Takes one row of each template in turn; the steps are prime, so that languages and styles come by too. */
function spread(rows: readonly LabelledPrompt[], count: number): LabelledPrompt[] {
  const templates = [...Map.groupBy(rows, ({ template }) => template).values()];
  const chosen = new Set<LabelledPrompt>();
  for (let round = 0; chosen.size < Math.min(count, rows.length); round++) {
    for (const [index, ofTemplate] of templates.entries()) {
      const row = ofTemplate[(index * STEP + round * ROUND_STEP) % ofTemplate.length];
      if (row && chosen.size < count) chosen.add(row);
    }
    if (round > rows.length) break;
  }
  return [...chosen];
}

const STEP = 5;
const ROUND_STEP = 7;
