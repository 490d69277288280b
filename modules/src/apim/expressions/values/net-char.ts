import { NetValue } from "./net-value.ts";

const known = new Map<number, NetChar>();

/** `System.Char`: one UTF-16 unit. */
export class NetChar extends NetValue {
  readonly netType = "System.Char";
  readonly code: number;
  readonly text: string;

  private constructor(code: number) {
    super();
    this.code = code;
    this.text = String.fromCharCode(code);
  }

  static of(code: number): NetChar {
    const unit = code & 0xffff;
    let char = known.get(unit);
    if (!char) {
      char = new NetChar(unit);
      known.set(unit, char);
    }
    return char;
  }

  static from(text: string, index = 0): NetChar {
    return NetChar.of(text.charCodeAt(index));
  }

  override toText(): string {
    return this.text;
  }

  override get key(): string {
    return this.text;
  }

  override equalTo(other: unknown): boolean {
    return this === other;
  }

  override compareTo(other: unknown): number {
    return other instanceof NetChar ? this.code - other.code : super.compareTo(other);
  }
}
