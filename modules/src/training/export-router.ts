import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { RoutingError } from "../core/errors.ts";
import { writeModel } from "../onnx/build-encoder.ts";
import type { RouterHead } from "../onnx/head.ts";
import { readJsonFile } from "../onnx/read-json-file.ts";
import { shippedRouterFolder } from "../onnx/router-config.ts";
import { replaceHead } from "../onnx/router-file.ts";
import type { Calibration } from "./calibrate.ts";
import type { TrainedHead } from "./learn-router.ts";

export interface ExportRouterOptions {
  /** Folder that is written. */
  readonly folder: string;
  readonly trained: Pick<TrainedHead, "head">;
  readonly calibration: Calibration;
  /** Folder whose encoder the head was trained over. Default: the shipped router. */
  readonly encoderFolder?: string;
  /** Text of its README.md (`writeModelCard`). */
  readonly card?: string;
}

const record = z.record(z.string(), z.unknown());

const ROUTER_LICENCE =
  "Apache-2.0 (all-MiniLM-L6-v2, changed: quantised to 8 bits, cut to three layers, head added)";

/**
 * Writes a router's folder: one ONNX file with encoder, signals and head, its tokenizer and its configuration.
 * onnxruntime-node and transformers.js (`pipeline("text-classification")`) both read it.
 * @throws ModelError when the encoder's folder is not one of a router, RoutingError when the head's weights are no numbers.
 */
export function exportRouter(options: ExportRouterOptions): void {
  const { folder, trained, calibration, encoderFolder = shippedRouterFolder, card } = options;
  checkHead(trained.head);
  const read = (name: string) => record.parse(readJsonFile(join(encoderFolder, name)));
  const model = replaceHead(readFileSync(join(encoderFolder, "model.onnx")), trained.head, {
    licence: ROUTER_LICENCE,
  });
  const { scale, threshold, confidence } = calibration;
  writeModel(
    folder,
    { model, tokenizer: read("tokenizer.json"), tokenizerConfig: read("tokenizer_config.json") },
    { ...read("config.json"), routing: { threshold, ...scale, ...(confidence && { confidence }) } },
  );
  if (card !== undefined) writeFileSync(join(folder, "README.md"), card);
}

function checkHead({ weightsIn, biasIn, weightsOut, biasOut, means }: RouterHead): void {
  if ([weightsIn, biasIn, weightsOut, biasOut, means].every((values) => values.every(Number.isFinite)))
    return;
  throw new RoutingError("The head was not written: its weights are no numbers.", {
    code: "TRAINING_FAILED",
    hint: "Train it anew with a smaller learning rate.",
  });
}
