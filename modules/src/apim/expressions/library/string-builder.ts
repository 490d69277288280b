import { defineType, member, settable } from "../types/type-definition.ts";
import { formatComposite } from "../values/format-value.ts";
import { NetChar } from "../values/net-char.ts";
import { indexOutOfRange } from "../values/net-exception.ts";
import { toNetText } from "../values/net-text.ts";
import { NetValue } from "../values/net-value.ts";
import { NEW_LINE } from "../values/new-line.ts";

class StringBuilder extends NetValue {
  readonly netType = "System.Text.StringBuilder";
  text: string;

  constructor(text = "") {
    super();
    this.text = text;
  }

  append(text: string): this {
    this.text += text;
    return this;
  }

  override toText(): string {
    return this.text;
  }
}

export const stringBuilder = defineType({
  name: "StringBuilder",
  fullName: "System.Text.StringBuilder",
  holds: (value) => value instanceof StringBuilder,
  members: [
    member("new()", () => new StringBuilder()),
    member("new(int capacity)", () => new StringBuilder()),
    member("new(string value)", (text: string | null) => new StringBuilder(text ?? "")),
    settable(
      "int Length",
      (self: StringBuilder) => self.text.length,
      (self: StringBuilder, length: number) => {
        self.text = self.text.slice(0, length).padEnd(length, "\0");
      },
    ),
    settable(
      "char this[int index]",
      (self: StringBuilder, index: number) => {
        if (index < 0 || index >= self.text.length) throw indexOutOfRange();
        return NetChar.from(self.text, index);
      },
      (self: StringBuilder, index: number, char: NetChar) => {
        self.text = self.text.slice(0, index) + char.text + self.text.slice(index + 1);
      },
    ),
    member("StringBuilder Append(object value)", (self: StringBuilder, value: unknown) =>
      self.append(toNetText(value)),
    ),
    member(
      "StringBuilder Append(char value, int repeatCount)",
      (self: StringBuilder, char: NetChar, count: number) => self.append(char.text.repeat(count)),
    ),
    member(
      "StringBuilder Append(string value, int startIndex, int count)",
      (self: StringBuilder, text: string, start: number, count: number) =>
        self.append(text.slice(start, start + count)),
    ),
    member("StringBuilder AppendLine()", (self: StringBuilder) => self.append(NEW_LINE)),
    member("StringBuilder AppendLine(string value)", (self: StringBuilder, text: string | null) =>
      self.append((text ?? "") + NEW_LINE),
    ),
    member(
      "StringBuilder AppendFormat(string format, params object[] args)",
      (self: StringBuilder, format: string, args: readonly unknown[]) =>
        self.append(formatComposite(format, args)),
    ),
    member(
      "StringBuilder Insert(int index, object value)",
      (self: StringBuilder, index: number, value: unknown) => {
        self.text = self.text.slice(0, index) + toNetText(value) + self.text.slice(index);
        return self;
      },
    ),
    member(
      "StringBuilder Remove(int startIndex, int length)",
      (self: StringBuilder, start: number, length: number) => {
        self.text = self.text.slice(0, start) + self.text.slice(start + length);
        return self;
      },
    ),
    member(
      "StringBuilder Replace(string oldValue, string newValue)",
      (self: StringBuilder, old: string, replacement: string | null) => {
        self.text = self.text.replaceAll(old, () => replacement ?? "");
        return self;
      },
    ),
    member(
      "StringBuilder Replace(char oldChar, char newChar)",
      (self: StringBuilder, old: NetChar, replacement: NetChar) => {
        self.text = self.text.replaceAll(old.text, replacement.text);
        return self;
      },
    ),
    member("StringBuilder Clear()", (self: StringBuilder) => {
      self.text = "";
      return self;
    }),
    member(
      "string ToString(int startIndex, int length)",
      (self: StringBuilder, start: number, length: number) => self.text.slice(start, start + length),
    ),
  ],
});
