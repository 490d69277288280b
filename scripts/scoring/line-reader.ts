import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { SettingsError } from "../../modules/src/core/errors.ts";

/** A line of a text file. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** Bytes of the file read so far. */
  readonly readBytes: number;
}

/**
 * The lines of a UTF-8 file, one after the other, however large it is. Lines end with a line feed and nothing else: what
 * JSON allows inside a text, such as U+2028, ends none. A byte order mark is passed over.
 * @throws SettingsError when the file cannot be read or is no UTF-8.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest: string[] = [];
  let number = 0;
  let readBytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
      readBytes += chunk.length;
      const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
      rest.push(first);
      for (const text of others) {
        yield { number: ++number, text: rest.join(""), readBytes };
        rest = [text];
      }
    }
    rest.push(decoder.decode());
  } catch (error) {
    throw cannotRead(file, error);
  }
  const last = rest.join("");
  if (last !== "") yield { number: ++number, text: last, readBytes };
}

function cannotRead(file: string, error: unknown): unknown {
  const name = basename(file);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
    return new SettingsError([`${name} is no UTF-8 text.`], "Save it as UTF-8.");
  const syscall = (error as NodeJS.ErrnoException).syscall;
  return syscall ? new SettingsError([`${name} cannot be read (${code}).`]) : error;
}
