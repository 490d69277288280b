import { join } from "node:path";
import { paths } from "../../modules/src/config/paths.ts";
import { getModel, type SourceKind } from "../../modules/src/models/get-model.ts";
import { readManifest } from "../../modules/src/models/manifest.ts";
import { buildEncoder, buildRouterBase } from "../../modules/src/onnx/build-encoder.ts";
import { runInterruptibly } from "./interruptible.ts";

/** The 32-bit weights that encoders are made of; apart from the models of data/models.json because nobody needs them to run one. */
const WEIGHTS = "all-minilm-l6-v2-weights";
const weightsFile = join(paths.data, "encoder-weights.json");

export interface BuildEncoderCommand {
  readonly folder?: string | undefined;
  readonly from?: string | undefined;
  readonly hub?: string | undefined;
  readonly only?: readonly SourceKind[] | undefined;
}

/** Fetches the weights and makes two ONNX models of them: the whole encoder, and the base that routers are trained on. */
export async function buildEncoderModels(command: BuildEncoderCommand): Promise<void> {
  const { folder = paths.models, from, hub, only } = command;
  await runInterruptibly(async (view, signal) => {
    const { path, source } = await getModel({
      name: WEIGHTS,
      manifest: readManifest(weightsFile),
      folder,
      signal,
      onEvent: view.show,
      ...(from !== undefined && { from }),
      ...(hub !== undefined && { hubUrl: hub }),
      ...(only && { only }),
    });
    view.clear();
    console.log(`Weights: ${path} (${source}, SHA-256 verified)`);
    const encoder = join(folder, "minilm-int8");
    buildEncoder({ from: path, to: encoder });
    console.log(`Encoder: ${encoder}`);
    const base = join(folder, "minilm-int8-router");
    buildRouterBase({ from: path, to: base });
    console.log(`Base of routers: ${base}`);
  });
}
