import type { Model } from "../../modules/src/catalog/catalog.ts";
import type { Interval } from "../../modules/src/evaluation/bootstrap.ts";
import type { SavingQuestion, SavingReport } from "./saving-report.ts";

/** A report as text. `checked` is the day of the catalog's own prices. */
export function savingLines(report: SavingReport, question: SavingQuestion, checked: string): string[] {
  const { router, threshold, chosenOn, judgedOn, maxLoss } = report;
  const points = `${percent(maxLoss)} points`;
  return [
    `Saving of the ${router} router against the strong model for every question, on ${judgedOn} held-out questions (${report.benchmarks.join(", ")})`,
    "",
    row(
      "saved",
      report.savedShare,
      `$${report.costUsd.toFixed(3)} instead of $${report.strongOnlyUsd.toFixed(3)} for 1,000 questions`,
    ),
    row("quality given up", report.loss, `points of questions answered right; allowed ${points}`),
    row("to the strong model", report.strongShare, "of the questions"),
    "Lots instead of the router:",
    row("  the same cost gives up", report.mixLoss, "points"),
    row("  the same loss saves", report.mixSavedShare, "of the cost"),
    row("router gives up less by", report.lossBelowMix, "points, at the same cost"),
    "",
    verdict(
      report.savesEnough,
      `saves at least ${percent(question.atLeast)} % at the low end of its interval`,
    ),
    verdict(report.keepsQuality, `gives up at most ${points} at the high end of its interval`),
    verdict(report.beatsMix, "is better than lots of the same cost, at the low end of the interval"),
    "",
    `Prices: strong ${price(question.strong, checked)}; weak ${question.weak ? price(question.weak, checked) : "on this machine, free of money"}.`,
    `Prompts counted by the o200k vocabulary, ${question.answerTokens} tokens of answer assumed for both; the choice itself costs $${question.routerUsd} a question.`,
    `Threshold ${threshold.toFixed(4)}, chosen on ${chosenOn} other questions (split dev) as the one that saves most within ${points}.`,
    "Right and wrong are those of Mixtral-8x7B and gpt-4-1106-preview (data/outcomes/README.md): the prices are of other models, so the",
    "dollars show the order of size; the saved share depends on prices only through how much of a cost is the prompt's and what the weak model costs.",
    "Brackets: 95 % intervals, percentile bootstrap of single questions with the threshold held.",
  ];
}

const percent = (share: number) => Number((100 * share).toFixed(1)).toString();

const row = (name: string, { value, low, high }: Interval, unit: string) =>
  `  ${name.padEnd(26)}${`${figure(value)} %`.padStart(7)}  [${figure(low)}, ${figure(high)}]  ${unit}`;

const figure = (share: number) => (100 * share).toFixed(1);

const verdict = (holds: boolean, what: string) => `${holds ? "✓" : "✗"} ${what}`;

function price({ name, usdPerMillion, priceReading }: Model, checked: string): string {
  return `${name}, ${usdPerMillion?.input} and ${usdPerMillion?.output} USD a million tokens, read ${priceReading?.checked ?? checked}`;
}
