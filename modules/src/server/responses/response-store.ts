import type { ChatMessage } from "../../chat/message.ts";
import { nearestName } from "../../config/nearest-name.ts";
import type { Caller } from "../access/caller.ts";
import { ApiError } from "../http/api-error.ts";

export interface StoredResponse {
  /** As it was answered. */
  readonly body: object;
  /** All turns up to and with the answer. */
  readonly messages: readonly ChatMessage[];
}

/** Responses that others go on from, for the client whose they are. In memory: a restart forgets them. */
export interface ResponseStore {
  keep(caller: Caller, id: string, response: StoredResponse): void;
  /** @throws ApiError 404 when the client has no such response */
  get(caller: Caller, id: string, param: string): StoredResponse;
  remove(caller: Caller, id: string): boolean;
}

/** Responses that are kept; the oldest are forgotten. */
const MOST = 1000;

export function createResponseStore(): ResponseStore {
  const kept = new Map<string, StoredResponse>();
  const keyOf = ({ tenant, client }: Caller, id: string) => [tenant, client, id].join("\n");
  return {
    keep(caller, id, response) {
      kept.set(keyOf(caller, id), response);
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
    get(caller, id, param) {
      const found = kept.get(keyOf(caller, id));
      if (found) return found;
      throw new ApiError(`There is no response ${JSON.stringify(id.slice(0, 80))}.`, {
        status: 404,
        code: "RESPONSE_NOT_FOUND",
        param,
        hint: nearestName(id.slice(0, 4), ["resp"])
          ? "It may be forgotten: the last thousand are kept, and none over a restart."
          : "Ids begin with resp_.",
      });
    },
    remove: (caller, id) => kept.delete(keyOf(caller, id)),
  };
}
