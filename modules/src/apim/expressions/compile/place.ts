import { DYNAMIC, type NetType, VOID } from "../types/net-type.ts";
import { cannotConvert, fitOf, isCastable } from "./assignable.ts";
import type { Code, Evaluate } from "./code.ts";
import type { Compilation } from "./compilation.ts";
import { conversionTo } from "./convert-value.ts";
import type { Scope } from "./scope.ts";

/** What is around an expression while it is compiled. */
export interface Place {
  readonly compilation: Compilation;
  readonly scope: Scope;
  /** What `receiver` stands for inside `target?.…`. */
  readonly receiver?: Code;
  /** What `return` must give; undefined when anything goes. */
  readonly returns?: NetType;
  /** Collects the types of a lambda's `return`s. */
  readonly returned?: NetType[];
  /** Whether `break` and `continue` have a loop or a switch around them. */
  readonly inLoop?: boolean;
  readonly inSwitch?: boolean;
}

/** A value of one type as another, or a problem when C# would not convert it. */
export function convertCode(
  code: Code,
  to: NetType,
  { compilation }: Place,
  at: number,
  what?: (message: string) => string,
): Evaluate {
  const { library } = compilation;
  if (fitOf(code.type, to, library, code.constant) === undefined) {
    const message = cannotConvert(code.type, to, code.type !== VOID && isCastable(code.type, to, library));
    compilation.problem(what ? what(message) : message, at);
    return code.run;
  }
  const convert = conversionTo(code.type, to, library);
  if (!convert) return code.run;
  const { run } = code;
  return (frame) => convert(run(frame));
}

/** Stands for what could not be compiled; a problem has been noted. */
export const UNUSABLE: Code = { type: DYNAMIC, run: () => null };
