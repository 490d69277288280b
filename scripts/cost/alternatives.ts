import type { Capability, Catalog, Model } from "../../modules/src/catalog/catalog.ts";
import { answerCostUsd } from "../../modules/src/cost/answer-cost.ts";
import {
  type Alternative,
  type AlternativesOptions,
  cheaperAlternatives,
} from "../../modules/src/cost/cheaper-alternatives.ts";

export const CAPABILITIES: readonly Capability[] = [
  "json_object",
  "json_schema",
  "reasoning",
  "vision",
  "tools",
];

export interface AlternativesReport {
  readonly model: string;
  /** Tokens that are paid for. */
  readonly usage: AlternativesOptions["usage"];
  readonly costUsd: number;
  readonly quality: number | undefined;
  /** Day on which the catalog's prices were read. */
  readonly checked: string;
  readonly alternatives: readonly Alternative[];
}

/** Models of one kind that would do the same for less. */
export function reportAlternatives(
  present: Model,
  { models, prices }: Catalog,
  options: AlternativesOptions,
): AlternativesReport {
  const alike = models
    .filter(({ kind }) => kind === present.kind)
    .map(({ quality, ...model }) => ({ ...model, quality: quality?.score }));
  const { promptTokens, completionTokens } = options.usage;
  const usage = { promptTokens, completionTokens };
  return {
    model: present.name,
    usage,
    costUsd: answerCostUsd(present, usage) ?? Number.NaN,
    quality: present.quality?.score,
    checked: prices.checked,
    alternatives: cheaperAlternatives(present, alike, { ...options, usage }),
  };
}

export function alternativeLines(report: AlternativesReport): string[] {
  const { model, usage, costUsd, quality, checked, alternatives } = report;
  const rows = [{ name: model, costUsd, savedShare: 0, quality }, ...alternatives];
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  return [
    `For ${usage.promptTokens} tokens of prompt and ${usage.completionTokens} of answer, at list prices read ${checked}:`,
    "",
    `${"model".padEnd(width)}${["USD", "saved", "quality"].map((head) => head.padStart(12)).join("")}`,
    ...rows.map((row) => `${row.name.padEnd(width)}${cells(row)}`),
    "",
    alternatives.length > 0
      ? "Quality is the catalog's: a public test, or an assumption where none was found. The same tokens are taken for all; a model that thinks before it answers writes more. Try one on your own requests before you change: experiments in the configuration."
      : `Nothing that is known does the same for less than ${model}.`,
  ];
}

const cells = ({ costUsd, savedShare, quality }: Pick<Alternative, "costUsd" | "savedShare" | "quality">) =>
  [costUsd.toFixed(6), `${(100 * savedShare).toFixed(1)} %`, quality?.toFixed(2) ?? "-"]
    .map((cell) => cell.padStart(12))
    .join("");
