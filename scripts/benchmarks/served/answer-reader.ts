const CHUNKED_END = "0\r\n\r\n";

/**
 * Follows one HTTP answer on a connection, at so little cost that the server is what is measured: knows its end by
 * `content-length`, or by the empty last chunk.
 */
export class AnswerReader {
  readonly askedAt: number;
  status = 0;
  firstByteAt = Number.NaN;
  firstTextAt = Number.NaN;
  #head = "";
  #inBody = false;
  #left = -1;
  #tail = "";

  /** @param askedAt milliseconds, as `performance.now()` tells them */
  constructor(askedAt: number) {
    this.askedAt = askedAt;
  }

  /** Takes what came at `now`. @returns whether the answer is whole. */
  take(bytes: Buffer, now: number): boolean {
    if (this.#inBody) return this.#takeBody(bytes, now);
    const seen = this.#head.length;
    this.#head += bytes.toString("latin1");
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0) return false;
    this.status = Number(this.#head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#head.slice(0, end + 2))?.[1];
    this.#left = length === undefined ? -1 : Number(length);
    this.#inBody = true;
    return this.#takeBody(bytes.subarray(end + 4 - seen), now);
  }

  #takeBody(bytes: Buffer, now: number): boolean {
    if (bytes.length > 0 && Number.isNaN(this.firstByteAt)) this.firstByteAt = now;
    if (this.#left >= 0) {
      this.#left -= bytes.length;
      return this.#left <= 0;
    }
    if (Number.isNaN(this.firstTextAt) && /"content":"[^"]/.test(bytes.toString("latin1")))
      this.firstTextAt = now;
    this.#tail = (
      this.#tail + bytes.toString("latin1", Math.max(0, bytes.length - CHUNKED_END.length))
    ).slice(-CHUNKED_END.length);
    return this.#tail === CHUNKED_END;
  }
}
