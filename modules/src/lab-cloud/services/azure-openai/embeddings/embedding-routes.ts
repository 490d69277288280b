import { invalidRequest } from "../../../azure-refusal.ts";
import type { LabContext } from "../../../lab-app.ts";
import { fitVector } from "../../../models/embedder.ts";
import type { EmbedderSide } from "../../../models/embedder-side.ts";
import { type EmbeddingTokenizer, loadEmbeddingTokenizer } from "../../../models/embedder-tokenizer.ts";
import type { LabRoute } from "../../service.ts";
import { admit } from "../admission.ts";
import type { AzureResource, RouteForm, Served } from "../resource.ts";
import { prefixOf } from "../route-form.ts";
import { checkDimensions, checkOperation, checkTokens } from "./check-embedding.ts";
import { inTurn } from "./embedder-turn.ts";
import { type EmbeddingCall, readEmbeddingCall } from "./embedding-call.ts";

/** Says what made the vectors: those of a trained model and counted words do not compare. */
const EMBEDDER_HEADER = "x-lab-embedder";

/** Vectors for texts. */
export function embeddingRoutes(resource: AzureResource, embedder: EmbedderSide): readonly LabRoute[] {
  const byPath = async (c: LabContext) => {
    resource.enter(c, "dated");
    const served = resource.find(c, c.req.param("deployment") ?? "");
    return answer(c, served, readEmbeddingCall(await resource.readBody(c)));
  };

  const byModel = (form: RouteForm) => async (c: LabContext) => {
    resource.enter(c, form);
    const call = readEmbeddingCall(await resource.readBody(c));
    if (call.model === undefined) {
      throw invalidRequest("Missing required parameter: 'model'.", "model", "missing_required_parameter");
    }
    return answer(c, resource.find(c, call.model), call);
  };

  const answer = async (c: LabContext, served: Served, call: EmbeddingCall): Promise<Response> => {
    const { model } = served.deployment;
    c.set("messageCount", call.inputs.length);
    await resource.strike(c, served.deployment);
    checkOperation(model);
    const width = checkDimensions(model, call.dimensions);
    const tokenizer = await loadEmbeddingTokenizer();
    const promptTokens = checkTokens(
      model,
      call.inputs.map((input) => countTokens(input, tokenizer)),
    );
    const texts = call.inputs.map((input, index) => textOf(input, index, tokenizer));
    admit(c, served, promptTokens);
    const pace = resource.startPace(c, served, []);
    const { vectors, name } = await inTurn(embedder.embed(texts, c.req.raw.signal));
    await pace.end();
    const body = {
      object: "list",
      data: vectors.map((vector, index) => ({
        object: "embedding",
        index,
        embedding: encode(fitVector(vector, width), call.encoding),
      })),
      model: model.name,
      usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
    };
    return Response.json(body, { headers: { ...resource.headersOf(c), [EMBEDDER_HEADER]: name } });
  };

  return resource.forms.map((form) =>
    form === "dated"
      ? { method: "POST", path: `${prefixOf.dated}/deployments/:deployment/embeddings`, handle: byPath }
      : { method: "POST", path: `${prefixOf[form]}/embeddings`, handle: byModel(form) },
  );
}

const countTokens = (input: string | readonly number[], tokenizer: EmbeddingTokenizer) =>
  typeof input === "string" ? tokenizer.count(input) : input.length;

function textOf(input: string | readonly number[], index: number, tokenizer: EmbeddingTokenizer): string {
  if (typeof input === "string") return input;
  try {
    return tokenizer.decode(input);
  } catch {
    throw invalidRequest(
      `Invalid value for 'input[${index}]': it holds a token that is not of the vocabulary cl100k_base.`,
      `input[${index}]`,
      "invalid_value",
    );
  }
}

/** Numbers, or their bytes: 32-bit floats, the lowest byte first. */
function encode(vector: Float32Array, encoding: EmbeddingCall["encoding"]): readonly number[] | string {
  if (encoding === "float") return [...vector];
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}
