import { AzureRefusal, invalidRequest } from "../../../azure-refusal.ts";

const notFound = (message: string): AzureRefusal =>
  new AzureRefusal(404, { code: null, message, type: "invalid_request_error", param: null });

/** Cut, so that a refusal never repeats a long path. */
const shown = (id: string) => id.slice(0, 80);

export const responseNotFound = (id: string): AzureRefusal =>
  notFound(`Response with id '${shown(id)}' not found.`);

export const conversationNotFound = (id: string): AzureRefusal =>
  notFound(`Conversation with id '${shown(id)}' not found.`);

export const itemNotFound = (id: string): AzureRefusal => notFound(`Item with id '${shown(id)}' not found.`);

/** Unlike the others a 400: the response is asked for in the body. */
export const previousResponseNotFound = (id: string): AzureRefusal =>
  invalidRequest(
    `Previous response with id '${shown(id)}' not found.`,
    "previous_response_id",
    "previous_response_not_found",
  );

export const eitherOr = (): AzureRefusal =>
  invalidRequest(
    "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
    null,
    "mutually_exclusive_parameters",
  );
