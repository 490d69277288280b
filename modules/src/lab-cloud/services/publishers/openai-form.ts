import { answerHead, streamShape, wholeAnswer } from "../azure-openai/chat-answer.ts";
import { readChatCall } from "../azure-openai/chat-call.ts";
import type { PublisherAnswer, PublisherForm, PublisherQuestion } from "./publisher-form.ts";
import { beyondLab, refused } from "./publisher-refusal.ts";

/** Reads a question in OpenAI's form. @throws AzureRefusal (400) naming the field */
export function readOpenAiQuestion(json: unknown): PublisherQuestion {
  const { model, topLogprobs, ...question } = readChatCall(JSON.stringify(json));
  if (model === undefined) throw refused(400, "Missing required parameter: 'model'.", "model");
  if (topLogprobs !== undefined) throw beyondLab("logprobs", "its answers are written, not generated");
  return { ...question, model };
}

/** Answers in OpenAI's form. `nameOf` is what they call their model; default its name with its version. */
export function openAiAnswers(
  nameOf: (answer: PublisherAnswer) => string = ({ model }) => `${model.name}-${model.version}`,
): Pick<PublisherForm, "whole" | "events"> {
  const headOf = (answer: PublisherAnswer) => ({
    ...answerHead(answer.model, answer.created * 1000),
    model: nameOf(answer),
  });
  const wantedOf = ({ question }: PublisherAnswer) => ({
    includeUsage: question.includeUsage ?? false,
    topLogprobs: undefined,
  });
  return {
    whole: (answer) => wholeAnswer(headOf(answer), answer, wantedOf(answer)),
    events: (answer) => streamShape(headOf(answer), answer, wantedOf(answer)),
  };
}
