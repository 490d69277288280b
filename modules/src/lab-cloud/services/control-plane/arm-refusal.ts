import { randomUUID } from "node:crypto";

/** One error of Resource Manager; `details` are what it consists of. */
export interface ArmError {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ArmError[];
}

/** Ends a request, or a deployment, with an error as Resource Manager writes it. */
export class ArmRefusal extends Error {
  readonly status: number;
  readonly error: ArmError;

  constructor(status: number, error: ArmError) {
    super(error.message);
    this.status = status;
    this.error = error;
  }

  toResponse(): Response {
    return Response.json({ error: this.error }, { status: this.status, headers: armHeaders() });
  }
}

/** What every answer carries. */
export function armHeaders(): Record<string, string> {
  const id = randomUUID();
  return { "x-ms-request-id": id, "x-ms-correlation-request-id": id, "cache-control": "no-cache" };
}

export const groupNotFound = (name: string): ArmRefusal =>
  new ArmRefusal(404, {
    code: "ResourceGroupNotFound",
    message: `Resource group '${name}' could not be found.`,
  });

export const resourceNotFound = (id: string): ArmRefusal =>
  new ArmRefusal(404, { code: "ResourceNotFound", message: `The resource '${id}' was not found.` });

export const invalidTemplate = (message: string): ArmRefusal =>
  new ArmRefusal(400, { code: "InvalidTemplate", message });

export const invalidRequest = (message: string): ArmRefusal =>
  new ArmRefusal(400, { code: "InvalidRequestContent", message });
