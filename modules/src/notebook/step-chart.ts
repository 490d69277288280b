import type { Answer } from "../orchestrator/answer-part.ts";
import { provenanceMeaning } from "./badge.ts";
import { renderChart } from "./chart.ts";
import { notebookOutput } from "./display.ts";
import { formatMs } from "./format-value.ts";
import { barX, type Mark, ruleX, text } from "./marks.ts";

export interface StepChartOptions {
  readonly title?: string;
  readonly caption?: string | undefined;
}

/** The way of one answer: each step begins where the one before it ended. */
export function stepChart(
  answer: Pick<Answer, "timing" | "provenance" | "servedModel">,
  options: StepChartOptions = {},
): void {
  notebookOutput().html(renderStepChart(answer, options));
}

export function renderStepChart(
  { timing, provenance, servedModel }: Pick<Answer, "timing" | "provenance" | "servedModel">,
  { title = "The way of one answer", caption }: StepChartOptions = {},
): string {
  let from = 0;
  const steps = timing.steps.map(({ step, ms }) => {
    const start = from;
    from += ms;
    return { step, start, end: from, note: formatMs(ms) };
  });
  return renderChart({
    title,
    caption:
      caption ??
      `${formatMs(timing.totalMs)} in all, first text after ${formatMs(timing.firstTokenMs)}. ${servedModel}: ${provenanceMeaning(provenance)}.`,
    provenance,
    height: 46 + steps.length * 26,
    marginTop: 8,
    marginLeft: 66,
    marginRight: 70,
    x: { label: "milliseconds since the question", grid: true, ticks: 6, domain: [0, Math.max(from, 0.001)] },
    y: { label: null, domain: steps.map(({ step }) => step), tickSize: 0 },
    color: { legend: false },
    marks: drawSteps(steps, provenance),
  });
}

interface Step {
  readonly step: string;
  readonly start: number;
  readonly end: number;
  readonly note: string;
}

/** Our own steps are grey; the call, where the model works, has the colour of the answer's provenance. */
function drawSteps(steps: readonly Step[], provenance: string): Mark[] {
  const colour = ({ step }: Step) => (step === "call" ? provenance : "neutral");
  return [
    barX(steps, {
      y: "step",
      x1: "start",
      x2: "end",
      fill: colour,
      stroke: colour,
      insetTop: 4,
      insetBottom: 4,
    }),
    text(steps, { y: "step", x: "end", text: "note", textAnchor: "start", dx: 6 }),
    ruleX([0]),
  ];
}
