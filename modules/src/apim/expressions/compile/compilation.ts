import { nearestName } from "../../documents/nearest-name.ts";
import type { TypeSyntax } from "../syntax/syntax-tree.ts";
import type { NetType } from "../types/net-type.ts";
import { DYNAMIC, typeOf } from "../types/net-type.ts";
import type { TypeLibrary } from "../types/type-library.ts";
import { whyTypeRefused } from "./why-type-refused.ts";

/** Collects what one expression needs and what is wrong with it. */
export class Compilation {
  readonly library: TypeLibrary;
  /** Bodies of the exchange that the expression may look at. */
  readonly reads = { requestBody: false, responseBody: false };
  readonly #problems: { message: string; at: number }[] = [];

  constructor(library: TypeLibrary) {
    this.library = library;
  }

  get problems(): readonly { readonly message: string; readonly at: number }[] {
    return this.#problems;
  }

  problem(message: string, at: number): void {
    this.#problems.push({ message, at });
  }

  /** A type as written. An unknown one is a problem and reads as `dynamic`. */
  resolveType(syntax: TypeSyntax): NetType {
    const args = syntax.args.map((argument) => this.resolveType(argument));
    if (syntax.name === "var" || syntax.name === "dynamic") return DYNAMIC;
    if (syntax.name === "void") return typeOf("void");
    const definition = this.library.find(syntax.name);
    if (!definition) {
      this.problem(whyTypeRefused(syntax.name, this.library), syntax.at);
      return DYNAMIC;
    }
    return typeOf(definition.name, ...args);
  }

  /** Tells what was meant, or what there is. */
  suggest(wrong: string, allowed: readonly string[], what: string): string {
    return nearestName(wrong, allowed, what);
  }
}
