import { BOOL, INT, type NetType, VOID } from "../types/net-type.ts";

export interface DelegateShape {
  readonly parameters: readonly NetType[];
  readonly returns: NetType;
}

/** What a lambda for this delegate takes and gives; undefined when the type is no delegate. */
export function delegateShape({ name, args }: NetType): DelegateShape | undefined {
  const last = args.at(-1);
  switch (name) {
    case "Func":
      return last && { parameters: args.slice(0, -1), returns: last };
    case "Action":
      return { parameters: args, returns: VOID };
    case "Predicate":
      return { parameters: args, returns: BOOL };
    case "Comparison":
      return last && { parameters: [last, last], returns: INT };
    case "Converter":
      return last && { parameters: args.slice(0, 1), returns: last };
    case "MatchEvaluator":
      return { parameters: [{ name: "Match", args: [] }], returns: { name: "string", args: [] } };
    default:
      return undefined;
  }
}
