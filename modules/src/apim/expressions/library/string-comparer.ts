import { defineType, member } from "../types/type-definition.ts";
import { compareOrdinal, compareTexts } from "../values/net-equality.ts";
import { NetValue } from "../values/net-value.ts";

/** `StringComparer`: what tells keys of a dictionary apart. */
export class StringComparer extends NetValue {
  readonly netType = "System.StringComparer";
  readonly ignoreCase: boolean;
  readonly #ordinal: boolean;

  constructor(ignoreCase: boolean, ordinal: boolean) {
    super();
    this.ignoreCase = ignoreCase;
    this.#ordinal = ordinal;
  }

  equals(left: string | null, right: string | null): boolean {
    if (left === null || right === null) return left === right;
    return this.ignoreCase ? left.toUpperCase() === right.toUpperCase() : left === right;
  }

  compare(left: string, right: string): number {
    if (!this.#ordinal) return compareTexts(left, right, this.ignoreCase);
    return this.ignoreCase
      ? compareOrdinal(left.toUpperCase(), right.toUpperCase())
      : compareOrdinal(left, right);
  }
}

const comparers = {
  Ordinal: new StringComparer(false, true),
  OrdinalIgnoreCase: new StringComparer(true, true),
  InvariantCulture: new StringComparer(false, false),
  InvariantCultureIgnoreCase: new StringComparer(true, false),
  CurrentCulture: new StringComparer(false, false),
  CurrentCultureIgnoreCase: new StringComparer(true, false),
};

export const stringComparer = defineType({
  name: "StringComparer",
  fullName: "System.StringComparer",
  holds: (value) => value instanceof StringComparer,
  members: [
    ...Object.entries(comparers).map(([name, comparer]) =>
      member(`static StringComparer ${name}`, () => comparer),
    ),
    member("bool Equals(string x, string y)", (self: StringComparer, left: string, right: string) =>
      self.equals(left, right),
    ),
    member("int Compare(string x, string y)", (self: StringComparer, left: string, right: string) =>
      self.compare(left, right),
    ),
  ],
});
