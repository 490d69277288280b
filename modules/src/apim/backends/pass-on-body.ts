import type { BodySource, MessageBody } from "../pipeline/message-body.ts";

export interface PassOnOptions {
  /** Small pieces are gathered up to this many bytes; 0 passes each on as it comes. */
  readonly gatherBytes: number;
  /** Called when the backend breaks off; gives the error that readers of the body get. */
  onCut(error: unknown): unknown;
}

/** The bytes of an answer on their way to the caller. What came before a break is passed on, then the break. */
export async function* passOnBody(
  source: BodySource,
  { gatherBytes, onCut }: PassOnOptions,
): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  const take = () => {
    const bytes = Buffer.concat(gathered);
    gathered = [];
    length = 0;
    return bytes;
  };
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextOf(chunks, onCut);
      if (next.kind === "cut") {
        if (length > 0) yield take();
        throw next.error;
      }
      if (next.kind === "end") break;
      if (gatherBytes === 0) {
        yield next.chunk;
        continue;
      }
      gathered.push(next.chunk);
      length += next.chunk.byteLength;
      if (length >= gatherBytes) yield take();
    }
    if (length > 0) yield take();
  } finally {
    await chunks.return?.();
  }
}

type Next =
  | { readonly kind: "chunk"; readonly chunk: Uint8Array }
  | { readonly kind: "end" }
  | { readonly kind: "cut"; readonly error: unknown };

async function nextOf(chunks: AsyncIterator<Uint8Array>, onCut: PassOnOptions["onCut"]): Promise<Next> {
  try {
    const { done, value } = await chunks.next();
    return done ? { kind: "end" } : { kind: "chunk", chunk: value };
  } catch (error) {
    return { kind: "cut", error: onCut(error) };
  }
}

const WORTH_READING_BYTES = 65_536;

/** Lets go of an answer that nobody will read. A short one is read to its end, which keeps the connection. */
export async function discardBody(body: MessageBody): Promise<void> {
  if (body.isRead) return;
  let left = WORTH_READING_BYTES;
  try {
    for await (const chunk of body.stream()) {
      left -= chunk.byteLength;
      if (left < 0) return;
    }
  } catch {
    // Broken off, or given away already: there is nothing to let go of.
  }
}
