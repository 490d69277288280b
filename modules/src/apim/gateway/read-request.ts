import type { IncomingMessage } from "node:http";
import { LimitError } from "../../core/errors.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import { MessageBody } from "../pipeline/message-body.ts";

/** A request as it came, before any operation is known. */
export interface IncomingCall {
  readonly method: string;
  /** As the caller wrote it. */
  readonly url: URL;
  readonly headers: HeaderMap;
  readonly body: MessageBody;
  readonly ipAddress: string;
  /** Whether more of the body came than the gateway takes. */
  isTooLarge(): boolean;
}

export interface ReadRequestOptions {
  readonly bodyLimitBytes: number;
  /** In test mode a header tells the caller's address. */
  readonly clientIpHeader: string | undefined;
}

/** Undefined when the address is none. */
export function readRequest(
  incoming: IncomingMessage,
  options: ReadRequestOptions,
): IncomingCall | undefined {
  const url = readUrl(incoming);
  if (!url) return undefined;
  const headers = HeaderMap.fromRaw(incoming.rawHeaders);
  const ipAddress = readAddress(incoming, headers, options.clientIpHeader);
  const { bodyLimitBytes } = options;
  const declared = Number(incoming.headers["content-length"] ?? 0);
  let isTooLarge = declared > bodyLimitBytes;
  const limited = async function* () {
    let length = 0;
    try {
      for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
        length += chunk.byteLength;
        if (length > bodyLimitBytes) {
          isTooLarge = true;
          throw new LimitError(`The body is longer than ${bodyLimitBytes} bytes.`, {
            code: "APIM_BODY_TOO_LARGE",
          });
        }
        yield chunk;
      }
    } finally {
      // What nobody reads any more would hold up the next request of the same connection.
      incoming.resume();
    }
  };
  const isShort = declared > 0 && declared <= SHORT_BYTES && !isTooLarge;
  const hasBody = declared > 0 || incoming.headers["transfer-encoding"] !== undefined;
  return {
    method: incoming.method ?? "GET",
    url,
    headers,
    body: hasBody
      ? MessageBody.from(isShort ? whole(incoming) : limited(), bodyLimitBytes)
      : MessageBody.empty(),
    ipAddress,
    isTooLarge: () => isTooLarge,
  };
}

/** A body as short as this is taken at once; going through it piece by piece costs more than all else done with it. */
const SHORT_BYTES = 64 * 1024;

/** A length that was told is one that the parser keeps to. */
async function* whole(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  yield await new Promise<Uint8Array>((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    incoming.on("error", reject);
    if (incoming.destroyed) reject(new Error("The caller left before the end of its request."));
  });
}

function readUrl({ url = "/", headers }: IncomingMessage): URL | undefined {
  const text = url.startsWith("/") ? `http://${headers.host ?? "localhost"}${url}` : url;
  return URL.parse(text) ?? undefined;
}

function readAddress(incoming: IncomingMessage, headers: HeaderMap, header: string | undefined): string {
  const told = header === undefined ? undefined : headers.get(header);
  if (header !== undefined) headers.delete(header);
  return told ?? (incoming.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
}
