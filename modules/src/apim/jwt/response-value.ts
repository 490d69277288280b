import type { ResponseMessage } from "../pipeline/message.ts";

export function createResponseValue(response: ResponseMessage): unknown {
  return response;
}
