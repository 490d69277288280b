import { NetChar } from "./net-char.ts";
import { argumentNull, NetException } from "./net-exception.ts";
import { byteOf } from "./net-integer.ts";
import { NetValue } from "./net-value.ts";

/** Most items that a policy may put into one list. */
const MOST_ITEMS = 5_000_000;

/** A sequence that is worked out when somebody asks for it: what LINQ's methods give. */
export class NetSequence extends NetValue implements Iterable<unknown> {
  readonly netType = "System.Collections.Generic.IEnumerable`1";
  readonly #iterate: () => Iterator<unknown>;

  constructor(iterate: () => Iterator<unknown>) {
    super();
    this.#iterate = iterate;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.#iterate();
  }
}

export function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "string" || (typeof value === "object" && value !== null && Symbol.iterator in value)
  );
}

/** The items as .NET gives them: the `char`s of a string, the `byte`s of an array. Throws for null. */
export function itemsOf(value: unknown): Iterable<unknown> {
  if (Array.isArray(value)) return value;
  if (value === null || value === undefined) throw argumentNull("source");
  if (typeof value === "string") return charsOf(value);
  if (value instanceof Uint8Array) return bytesOf(value);
  if (isIterable(value)) return value;
  throw new NetException("System.InvalidCastException", "The value is no sequence.");
}

function* charsOf(text: string): Generator<NetChar> {
  for (let index = 0; index < text.length; index += 1) yield NetChar.from(text, index);
}

function* bytesOf(bytes: Uint8Array): Generator<unknown> {
  for (const byte of bytes) yield byteOf(byte);
}

export function toArray(value: unknown): unknown[] {
  const items: unknown[] = [];
  for (const item of itemsOf(value)) {
    if (items.length === MOST_ITEMS) throw outOfMemory();
    items.push(item);
  }
  return items;
}

export function outOfMemory(): NetException {
  return new NetException(
    "System.OutOfMemoryException",
    "Insufficient memory to continue the execution of the program.",
    { catchable: false },
  );
}
