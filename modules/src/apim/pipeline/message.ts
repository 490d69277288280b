import type { HeaderMap } from "./header-map.ts";
import type { MessageBody } from "./message-body.ts";

/** The request as policies change it on its way to a backend. */
export interface RequestMessage {
  method: string;
  /** Absolute; path and query are what a backend gets, apart from the API's own path. */
  url: URL;
  readonly headers: HeaderMap;
  body: MessageBody;
  readonly ipAddress: string;
  /** Parameters of the operation's template: `deployment-id` → `gpt-4o`. */
  readonly matchedParameters: ReadonlyMap<string, string>;
}

export interface ResponseMessage {
  status: number;
  reason: string;
  readonly headers: HeaderMap;
  body: MessageBody;
}
