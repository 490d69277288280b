import {
  areaUnderRoc,
  expectedCalibrationError,
  fitLabelCalibration,
  type LabelledPrompt,
  type LogitCase,
} from "../../modules/src/evaluation/index.ts";
import { createPhiRouter, type LabelCalibration } from "../../modules/src/routers/index.ts";
import type { MeasuredModel } from "./local-chat.ts";

export interface LabelFigures {
  readonly rows: number;
  readonly accuracy: number;
  /** 0.5 is chance. */
  readonly areaUnderRoc: number;
  /** Of the probability that the question needs the cloud. */
  readonly calibrationError: number;
  /** Share of rows decided with a confidence of at least 0.7. */
  readonly sureShare: number;
  /** Accuracy on those. */
  readonly sureAccuracy: number;
  readonly msMedian: number;
}

export interface LabelReport {
  readonly calibration: LabelCalibration;
  readonly dev: LabelFigures;
  readonly test: LabelFigures;
}

/** Asks the model for the labels of both splits, fits the calibration on dev and judges it on test. */
export async function measureLabels(
  { chat, model }: MeasuredModel,
  prompt: string,
  { dev, test }: Readonly<Record<"dev" | "test", readonly LabelledPrompt[]>>,
  onRow: (done: number) => void,
): Promise<LabelReport> {
  const router = createPhiRouter({ chat, model, prompt, form: "logprobs", timeoutMs: 120_000 });
  let done = 0;
  const ask = async ({ prompt: question, target }: LabelledPrompt): Promise<Asked> => {
    const { signals, ms } = await router.route(question);
    onRow(++done);
    return {
      logit: Number(signals.find(({ name }) => name === "label-logit")?.value),
      cloud: target === "cloud",
      ms,
    };
  };
  const askAll = async (rows: readonly LabelledPrompt[]) => {
    const asked: Asked[] = [];
    for (const row of rows) asked.push(await ask(row));
    return asked;
  };
  const [onDev, onTest] = [await askAll(dev), await askAll(test)];
  const calibration = fitLabelCalibration(onDev);
  return { calibration, dev: figuresOf(onDev, calibration), test: figuresOf(onTest, calibration) };
}

interface Asked extends LogitCase {
  readonly ms: number;
}

const SURE = 0.7;

function figuresOf(asked: readonly Asked[], { slope, offset }: LabelCalibration): LabelFigures {
  const judged = asked.map(({ logit, cloud }) => {
    const probability = 1 / (1 + Math.exp(-(offset + slope * logit)));
    return { probability, cloud, right: probability >= 0.5 === cloud };
  });
  const sure = judged.filter(({ probability }) => Math.max(probability, 1 - probability) >= SURE);
  const shareRight = (of: readonly { right: boolean }[]) =>
    of.filter(({ right }) => right).length / of.length;
  return {
    rows: asked.length,
    accuracy: shareRight(judged),
    areaUnderRoc: areaUnderRoc(
      judged.map(({ probability, cloud }) => ({ score: probability, positive: cloud })),
    ),
    calibrationError: expectedCalibrationError(
      judged.map(({ probability, cloud }) => ({ probability, happened: cloud })),
    ),
    sureShare: sure.length / asked.length,
    sureAccuracy: shareRight(sure),
    msMedian: median(asked.map(({ ms }) => ms)),
  };
}

const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
