import { newId } from "../../core/index.ts";
import { bearerOf } from "./azure-openai/caller.ts";
import { openAiAnswers, readOpenAiQuestion } from "./publishers/openai-form.ts";
import type { PublisherForm } from "./publishers/publisher-form.ts";

/** Publishers as GitHub writes them. */
const PUBLISHERS: Readonly<Record<string, string>> = {
  OpenAI: "openai",
  "Mistral AI": "mistral-ai",
  Cohere: "cohere",
  DeepSeek: "deepseek",
};

/** GitHub Models: OpenAI's form, with names and a list of its own. */
export const gitHubModelsForm: PublisherForm = {
  name: "github-models",
  title: "GitHub Models",
  namesOf: ({ name, publisher }) => {
    const owner = PUBLISHERS[publisher];
    return owner === undefined ? [] : [`${owner}/${name.toLowerCase()}`];
  },
  keyOf: bearerOf,
  chatPaths: ["/inference/chat/completions", "/orgs/:organization/inference/chat/completions"],
  listPaths: ["/catalog/models"],
  readQuestion: readOpenAiQuestion,
  ...openAiAnswers(),
  list: (deployments) =>
    deployments.map(({ name, model }) => ({
      id: name,
      name: model.name,
      publisher: model.publisher,
      version: model.version,
      limits: { max_input_tokens: model.contextTokens, max_output_tokens: model.maxOutputTokens },
    })),
  refuse: ({ status, message }) => ({
    body: {
      error: {
        code: CODES[status] ?? String(status),
        message: status === 404 ? `Unknown model: ${message}` : message,
        details: null,
      },
    },
    ...(status === 404 && { status: 400 }),
  }),
  headers: () => ({ "x-github-request-id": newId("lab-") }),
};

const CODES: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "unauthorized",
  404: "unknown_model",
  413: "tokens_limit_reached",
  429: "RateLimitReached",
};
