import { isLabError } from "../../../../core/index.ts";
import { AzureRefusal } from "../../../azure-refusal.ts";

/** @throws AzureRefusal (429) when too many requests wait for the embedder */
export async function inTurn<T>(embedding: Promise<T>): Promise<T> {
  try {
    return await embedding;
  } catch (error) {
    if (!isLabError(error) || error.code !== EMBEDDER_BUSY) throw error;
    throw new AzureRefusal(429, { code: "429", message: error.message }, { "retry-after": "1" });
  }
}

const EMBEDDER_BUSY = "EMBEDDER_BUSY";
