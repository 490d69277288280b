import type { Run } from "../run.ts";
import type { NetType } from "../types/net-type.ts";
import type { Member } from "../types/type-definition.ts";

/** Calls a member with receiver and arguments in the order of its signature. */
export function invoke(
  member: Member,
  run: Run,
  types: readonly NetType[],
  args: readonly unknown[],
): unknown {
  switch (member.extra) {
    case "run":
      return member.implementation(run, ...args) ?? null;
    case "types":
      return member.implementation(types, ...args) ?? null;
    default:
      return member.implementation(...args) ?? null;
  }
}
