import type { NetType } from "../types/net-type.ts";
import type { Member } from "../types/type-definition.ts";
import type { Evaluate } from "./code.ts";
import { outValue } from "./compile-overloads.ts";
import { invoke } from "./invoke.ts";
import type { Assign } from "./scope.ts";

/** Evaluates the arguments and calls the member; the usual short calls without an array in between. */
export function callClosure(
  member: Member,
  args: readonly Evaluate[],
  types: readonly NetType[],
  outs: readonly { readonly place: number; readonly assign: Assign }[],
): Evaluate {
  if (outs.length > 0) return callWithOuts(member, args, types, outs);
  if (member.extra !== "nothing") {
    return (frame) =>
      invoke(
        member,
        frame.run,
        types,
        args.map((argument) => argument(frame)),
      );
  }
  const { implementation } = member;
  const [first, second, third] = args;
  if (args.length === 1 && first) return (frame) => implementation(first(frame)) ?? null;
  if (args.length === 2 && first && second)
    return (frame) => implementation(first(frame), second(frame)) ?? null;
  if (args.length === 3 && first && second && third) {
    return (frame) => implementation(first(frame), second(frame), third(frame)) ?? null;
  }
  return (frame) => implementation(...args.map((argument) => argument(frame))) ?? null;
}

function callWithOuts(
  member: Member,
  args: readonly Evaluate[],
  types: readonly NetType[],
  outs: readonly { readonly place: number; readonly assign: Assign }[],
): Evaluate {
  return (frame) => {
    const values = args.map((argument) => argument(frame));
    const result = invoke(member, frame.run, types, values);
    for (const { place, assign } of outs) assign(frame, outValue(values[place]));
    return result;
  };
}
