import { type NetType, typeOf } from "./net-type.ts";

export interface Parameter {
  readonly name: string;
  readonly type: NetType;
  /** `params` takes all further arguments; `this` is an extension's receiver. */
  readonly mode: "value" | "out" | "params" | "this";
  readonly optional: boolean;
  readonly fallback: unknown;
}

/** A member's head, as C# writes it. */
export interface Signature {
  readonly kind: "method" | "property" | "indexer" | "constructor";
  readonly name: string;
  readonly isStatic: boolean;
  readonly typeParameters: readonly string[];
  readonly returns: NetType;
  readonly parameters: readonly Parameter[];
}

/**
 * Reads `static string Join(string separator, params object[] values)`, `int Length`, `char this[int index]`,
 * `new(string text)`, `T As<T>(bool preserveContent = false)`.
 */
export function parseSignature(text: string): Signature {
  const reader = new SignatureReader(text);
  const isStatic = reader.take("static");
  if (reader.take("new")) return reader.rest("constructor", "new", isStatic, typeOf("void"));
  const returns = reader.type();
  if (reader.take("this")) return reader.rest("indexer", "this", isStatic, returns);
  return reader.rest("method", reader.word(), isStatic, returns);
}

export function parseType(text: string): NetType {
  return new SignatureReader(text).type();
}

class SignatureReader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = text.match(/"[^"]*"|-?\d+|[\w.]+|\S/g) ?? [];
  }

  take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next += 1;
    return true;
  }

  word(): string {
    const token = this.#tokens[this.#next] ?? "";
    this.#next += 1;
    return token;
  }

  type(): NetType {
    const name = this.word();
    let type: NetType = name === "(" ? typeOf("ValueTuple", ...this.#types(")")) : typeOf(name);
    if (this.take("<")) type = typeOf(name, ...this.#types(">"));
    for (;;) {
      if (this.take("?")) type = typeOf("?", type);
      else if (this.#tokens[this.#next] === "[" && this.#tokens[this.#next + 1] === "]") {
        this.#next += 2;
        type = typeOf("[]", type);
      } else return type;
    }
  }

  #types(close: string): NetType[] {
    const types: NetType[] = [];
    while (!this.take(close)) {
      types.push(this.type());
      this.take(",");
    }
    return types;
  }

  rest(kind: Signature["kind"], name: string, isStatic: boolean, returns: NetType): Signature {
    const typeParameters = this.take("<") ? this.#types(">").map((type) => type.name) : [];
    const open = kind === "indexer" ? "[" : "(";
    if (!this.take(open))
      return { kind: "property", name, isStatic, typeParameters, returns, parameters: [] };
    const parameters: Parameter[] = [];
    const close = kind === "indexer" ? "]" : ")";
    while (!this.take(close)) {
      parameters.push(this.#parameter());
      this.take(",");
    }
    return { kind, name, isStatic, typeParameters, returns, parameters };
  }

  #parameter(): Parameter {
    const mode = (["out", "params", "this"] as const).find((word) => this.take(word)) ?? "value";
    const type = this.type();
    const name = this.word();
    const optional = this.take("=");
    return { name, type, mode, optional, fallback: optional ? literalOf(this.word()) : undefined };
  }
}

function literalOf(word: string): unknown {
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  return word.startsWith('"') ? word.slice(1, -1) : Number(word);
}
