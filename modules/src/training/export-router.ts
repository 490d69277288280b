import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeModel } from "../onnx/build-encoder.ts";
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
 * @throws ModelError when the encoder's folder is not one of a router.
 */
export function exportRouter(options: ExportRouterOptions): void {
  const { folder, trained, calibration, encoderFolder = shippedRouterFolder, card } = options;
  const read = (name: string) => record.parse(readJsonFile(join(encoderFolder, name)));
  const model = replaceHead(readFileSync(join(encoderFolder, "model.onnx")), trained.head, {
    licence: ROUTER_LICENCE,
  });
  const { scale, threshold } = calibration;
  writeModel(
    folder,
    { model, tokenizer: read("tokenizer.json"), tokenizerConfig: read("tokenizer_config.json") },
    { ...read("config.json"), routing: { threshold, ...scale } },
  );
  if (card !== undefined) writeFileSync(join(folder, "README.md"), card);
}
