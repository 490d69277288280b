import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";

/** What the thread is asked and what it answers. */
export interface EmbeddingTask {
  readonly id: number;
  readonly text: string;
}
export type ThreadMessage =
  | { readonly type: "ready" }
  | { readonly type: "vector"; readonly id: number; readonly vector: Float32Array }
  | { readonly type: "problem"; readonly id: number; readonly reason: string };

/** What sentence-transformers reads of a text with this model; what follows is left out. */
const MAX_TOKENS = 256;

/** The model's shape; its own configuration files say nothing else that is used. */
const SHAPE = {
  model_type: "bert",
  architectures: ["BertModel"],
  hidden_size: 384,
  intermediate_size: 1536,
  num_attention_heads: 12,
  num_hidden_layers: 6,
  max_position_embeddings: 512,
  type_vocab_size: 2,
  vocab_size: 30_522,
  pad_token_id: 0,
};

const SPECIAL_TOKENS = {
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
};

/** Mean of the token vectors, of unit length: `model.onnx` and `tokenizer.json` of a folder on this machine's processor. */
async function openEncoder(folder: string): Promise<(text: string) => Promise<Float32Array>> {
  const { AutoModel, BertTokenizer, PretrainedConfig, env, mean_pooling } = await import(
    "@huggingface/transformers"
  );
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
  const vocabulary = JSON.parse(readFileSync(join(folder, "tokenizer.json"), "utf8"));
  const tokenize = new BertTokenizer(vocabulary, { ...SPECIAL_TOKENS, model_max_length: MAX_TOKENS });
  const model = await AutoModel.from_pretrained(basename(folder), {
    config: new PretrainedConfig(SHAPE),
    subfolder: "",
    device: "cpu",
    // Names the file: `model.onnx`, whose weights are 8-bit all the same.
    dtype: "fp32",
    local_files_only: true,
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  });
  return async (text) => {
    const tokens = tokenize(text, { truncation: true, max_length: MAX_TOKENS });
    const { last_hidden_state } = await model(tokens);
    const mean = mean_pooling(last_hidden_state, tokens.attention_mask).normalize(2, -1);
    return Float32Array.from(mean.data);
  };
}

async function serve(port: MessagePort, folder: string): Promise<void> {
  const say = (message: ThreadMessage) => port.postMessage(message);
  const encode = await openEncoder(folder);
  port.on("message", async ({ id, text }: EmbeddingTask) => {
    try {
      say({ type: "vector", id, vector: await encode(text) });
    } catch (error) {
      say({ type: "problem", id, reason: error instanceof Error ? error.message : String(error) });
    }
  });
  say({ type: "ready" });
}

if (parentPort) void serve(parentPort, String(workerData));
