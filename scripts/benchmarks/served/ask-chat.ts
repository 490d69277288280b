import { type Dispatcher, request } from "undici";

/** One chat as a client sees it. */
export interface AskedChat {
  /** Ends with the last byte. */
  readonly ms: number;
  readonly status: number;
  /** Whether it is an answer to its end: a whole one, or a stream with `[DONE]`. */
  readonly isWhole: boolean;
  readonly requestId: string;
  readonly fallbackUsed: boolean;
  readonly replayed: boolean;
  /** `local`, `cloud` and the others; empty when nobody answered. */
  readonly tier: string;
  readonly provenance: string;
  readonly error: string | undefined;
}

export interface AskChat {
  readonly url: string;
  readonly key: string;
  readonly prompt: string;
  readonly stream: boolean;
  readonly idempotencyKey?: string;
  readonly dispatcher: Dispatcher;
}

/** Asks one chat and reads it to its end. Never throws: what breaks is told as `error`. */
export async function askChat({ url, key, prompt, stream, ...rest }: AskChat): Promise<AskedChat> {
  const from = performance.now();
  const done = (fields: Partial<AskedChat>): AskedChat => ({
    ms: performance.now() - from,
    status: 0,
    isWhole: false,
    requestId: "",
    fallbackUsed: false,
    replayed: false,
    tier: "",
    provenance: "",
    error: undefined,
    ...fields,
  });
  try {
    const { statusCode, headers, body } = await request(`${url}/v1/chat/completions`, {
      method: "POST",
      dispatcher: rest.dispatcher,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        ...(rest.idempotencyKey !== undefined && { "idempotency-key": rest.idempotencyKey }),
      },
      body: JSON.stringify({ model: "auto", messages: [{ role: "user", content: prompt }], stream }),
    });
    const text = await body.text();
    const isWhole = statusCode === 200 && (stream ? text.endsWith("data: [DONE]\n\n") : text.endsWith("}"));
    return done({
      status: statusCode,
      isWhole,
      requestId: String(headers["x-request-id"] ?? ""),
      fallbackUsed: text.includes('"fallback_used":true'),
      tier: /"tier":"([^"]+)"/.exec(text)?.[1] ?? "",
      provenance: String(headers["x-lab-provenance"] ?? ""),
      replayed: headers["idempotent-replayed"] === "true",
      error: isWhole ? undefined : `${statusCode}: ${text.slice(-300).trim()}`,
    });
  } catch (error) {
    return done({ error: String(error) });
  }
}
