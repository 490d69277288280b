import { explainError, ProviderError } from "../../core/errors.ts";

/** Thrown to end a request with an error in the form of the Foundry Local service. */
export class FoundryLocalRefusal extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    code: string | null = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toResponse(): Response {
    return Response.json(errorBody(this.message, this.status, this.code), {
      status: this.status,
      headers: this.headers,
    });
  }
}

/** `{"error": {"message", "type", "code"}}` */
export function errorBody(message: string, status: number, code: string | null): object {
  const type = status < 500 ? "invalid_request_error" : "server_error";
  return { error: { message, type, code } };
}

/** Word for word what the real service says. Clients load the model when they see this 400 without a code. */
export const notLoaded = (model: string): FoundryLocalRefusal =>
  new FoundryLocalRefusal(
    400,
    `Failed to handle OpenAI completion: Model '${model}' is not loaded. Please load the model before getting a ChatClient.`,
  );

export const modelNotFound = (model: string): FoundryLocalRefusal =>
  new FoundryLocalRefusal(404, `The model '${model.slice(0, 100)}' does not exist`, "model_not_found");

export const bodyTooLarge = (limitBytes: number): FoundryLocalRefusal =>
  new FoundryLocalRefusal(
    413,
    `The body is larger than ${limitBytes / 1_048_576} MiB. Send a shorter prompt.`,
    "request_too_large",
  );

/** What the model threw, as the service tells it. */
export function refusalOf(error: unknown): FoundryLocalRefusal {
  if (error instanceof FoundryLocalRefusal) return error;
  const known = error instanceof ProviderError ? error : undefined;
  const headers =
    known?.retryAfterMs === undefined ? {} : { "retry-after": `${Math.ceil(known.retryAfterMs / 1000)}` };
  return new FoundryLocalRefusal(
    known?.status ?? 500,
    `Failed to handle OpenAI completion: ${explainError(error)}`,
    known ? known.code.toLowerCase() : null,
    headers,
  );
}
