import { LimitError } from "../../core/errors.ts";

export type BodySource = AsyncIterable<Uint8Array>;

/** Bytes a message carries: still on their way, or read. */
export class MessageBody {
  #source: BodySource | undefined;
  #bytes: Uint8Array | undefined;
  #consumed = false;
  readonly #limitBytes: number;

  private constructor(source: BodySource | undefined, bytes: Uint8Array | undefined, limitBytes: number) {
    this.#source = source;
    this.#bytes = bytes;
    this.#limitBytes = limitBytes;
  }

  static empty(): MessageBody {
    return MessageBody.of(new Uint8Array());
  }

  static of(content: string | Uint8Array): MessageBody {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    return new MessageBody(undefined, bytes, Number.POSITIVE_INFINITY);
  }

  /** A body that flows; `limitBytes` bounds what `read` keeps in memory. */
  static from(source: BodySource, limitBytes: number): MessageBody {
    return new MessageBody(source, undefined, limitBytes);
  }

  /** Whether the bytes are in memory. */
  get isRead(): boolean {
    return this.#bytes !== undefined;
  }

  /** Whether nobody has begun to read it or sent it on. */
  get isUntouched(): boolean {
    return this.#source !== undefined;
  }

  /** Whether an expression took the content without keeping it. */
  get isConsumed(): boolean {
    return this.#consumed;
  }

  /** Takes the content away from whoever comes next, as `As<T>()` without `preserveContent` does. */
  consume(): void {
    this.#consumed = true;
  }

  /** Reads to the end and keeps it. Throws `LimitError` for more than the limit. */
  async read(): Promise<Uint8Array> {
    if (this.#bytes) return this.#bytes;
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.#take()) {
      length += chunk.byteLength;
      if (length > this.#limitBytes) {
        throw new LimitError(`The body is longer than ${this.#limitBytes} bytes.`, {
          code: "APIM_BODY_TOO_LARGE",
        });
      }
      chunks.push(chunk);
    }
    this.#bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    return this.#bytes;
  }

  /** The bytes `read` kept; undefined while the body still flows. */
  get bytes(): Uint8Array | undefined {
    return this.#bytes;
  }

  /** The content once, unbuffered when nobody has read it. */
  async *stream(): AsyncGenerator<Uint8Array> {
    if (this.#bytes) {
      if (this.#bytes.byteLength > 0) yield this.#bytes;
      return;
    }
    yield* this.#take();
  }

  #take(): BodySource {
    const source = this.#source;
    this.#source = undefined;
    if (!source) throw new Error("The body has been sent on already and was not kept.");
    return source;
  }
}
