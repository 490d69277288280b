import { newId } from "../../core/index.ts";
import { bearerOf } from "./azure-openai/caller.ts";
import { openAiAnswers, readOpenAiQuestion } from "./publishers/openai-form.ts";
import type { PublisherForm } from "./publishers/publisher-form.ts";

/** Models of the catalog under their names on the hub. */
const ON_THE_HUB: Readonly<Record<string, string>> = {
  "DeepSeek-R1": "deepseek-ai/DeepSeek-R1",
  "smollm2-135m-instruct": "HuggingFaceTB/SmolLM2-135M-Instruct",
};

/** Hugging Face's router: OpenAI's form; a model may name its inference provider behind a colon. */
export const huggingFaceForm: PublisherForm = {
  name: "hugging-face",
  title: "Hugging Face's router",
  namesOf: ({ name }) => [ON_THE_HUB[name] ?? []].flat(),
  keyOf: bearerOf,
  chatPaths: ["/v1/chat/completions"],
  listPaths: ["/v1/models"],
  readQuestion(json) {
    const question = readOpenAiQuestion(json);
    return { ...question, model: question.model.replace(/:[\w-]+$/, "") };
  },
  ...openAiAnswers(({ name }) => name),
  list: (deployments) => ({
    object: "list",
    data: deployments.map(({ name, model }) => ({
      id: name,
      object: "model",
      created: 0,
      owned_by: name.split("/")[0],
      providers: [{ provider: "lab", status: "live", context_length: model.contextTokens }],
    })),
  }),
  refuse: ({ status, message, param }) => {
    if (status === 401) return { body: { error: "Invalid username or password." } };
    const code = status === 404 ? "model_not_found" : null;
    const said = status === 404 ? `The requested model '${message}' does not exist` : message;
    return {
      body: { error: { message: said, type: "invalid_request_error", param, code } },
      ...(status === 404 && { status: 400 }),
    };
  },
  headers: () => ({ "x-request-id": newId("lab-"), "x-inference-provider": "lab" }),
};
