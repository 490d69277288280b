import { invalidArgument } from "./net-exception.ts";

/**
 * A .NET object. In closures `string`, `bool` and `null` are JavaScript's own, an `int` is a number, a `long` a bigint,
 * an array a JavaScript array, `byte[]` a Uint8Array, a delegate a function; everything else is a `NetValue`.
 */
export abstract class NetValue {
  /** The type's full name: `System.Guid`. */
  abstract readonly netType: string;

  /** `ToString()`. */
  toText(): string {
    return this.netType;
  }

  /** `ToString(format)`, also of `{value:format}`. */
  toFormat(_format: string): string {
    return this.toText();
  }

  /** `Equals(other)`. */
  equalTo(other: unknown): boolean {
    return this === other;
  }

  /** What equal values share, for hashing; undefined when only the object itself is equal to it. */
  get key(): string | undefined {
    return undefined;
  }

  compareTo(_other: unknown): number {
    throw invalidArgument("At least one object must implement IComparable.");
  }

  /** `this + other`; undefined when the type has no such operator. */
  plus(_other: unknown): unknown {
    return undefined;
  }

  /** `this - other`; undefined when the type has no such operator. */
  minus(_other: unknown): unknown {
    return undefined;
  }
}
