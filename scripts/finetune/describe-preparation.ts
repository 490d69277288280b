import type { Leaks } from "../../modules/src/evaluation/find-leaks.ts";
import type {
  FineTuningEstimate,
  PreparedFineTuning,
  TargetCounts,
} from "../../modules/src/finetune/index.ts";

/** What was prepared, in lines for people. */
export function describePreparation(
  { counts, leftOut }: PreparedFineTuning,
  estimate: FineTuningEstimate,
): string[] {
  return [
    `Training file: ${describeCounts(counts.training)}. Validation file: ${describeCounts(counts.validation)}.`,
    `Left out: ${leftOut.repeated} repeated, ${leftOut.overRatio} over the local ratio. No leak into the held-out rows.`,
    ...describeEstimate(estimate),
  ];
}

const describeCounts = ({ local, cloud }: TargetCounts) =>
  `${local + cloud} rows, ${local} local and ${cloud} cloud`;

function describeEstimate(estimate: FineTuningEstimate): string[] {
  const { model, trainingTokens, epochs, billedTokens, trainingUsd, hostingUsdPerHour, prices } = estimate;
  const cost =
    trainingUsd === undefined
      ? "no dated price for training it is in data/catalog.yaml"
      : `about ${usd(trainingUsd)} of training`;
  const hosting =
    hostingUsdPerHour === undefined
      ? ""
      : ` While the tuned model is deployed, Azure bills ${usd(hostingUsdPerHour)} an hour, used or not.`;
  return [
    `Tokens: ${thousands(trainingTokens)}, in ${epochs} epochs ${thousands(billedTokens)}. On ${model}: ${cost}.${hosting}`,
    ...(prices
      ? [`Prices read ${prices.checked} at ${prices.source}; look there before you rely on them.`]
      : []),
  ];
}

/** The first leaks, one a line. */
export function describeLeaks(
  where: string,
  { exact, near, templates, repeated, placeholders }: Leaks,
): string[] {
  const lines = [
    ...[...exact, ...near].map(
      ({ dev, test, likeness }) =>
        `${dev} is ${likeness === 1 ? "the same as" : "nearly the same as"} ${test} of ${where}`,
    ),
    ...templates.map((template) => `template ${template} is in ${where} too`),
    ...repeated.map(({ first, again }) => `${again} says the same as ${first}`),
    ...placeholders.map(({ id, found }) => `${id} has an open gap: ${found}`),
  ];
  return lines.length > 5 ? [...lines.slice(0, 5), `and ${lines.length - 5} more`] : lines;
}

const usd = (amount: number) => `$${amount.toFixed(2)}`;
const thousands = (count: number) => count.toLocaleString("en-US");
