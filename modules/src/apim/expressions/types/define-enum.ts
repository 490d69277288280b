import { NetEnum } from "../values/net-enum.ts";
import { defineType, member, type TypeDefinition } from "./type-definition.ts";

/** An enumeration from its members' names and values. */
export function defineEnum(fullName: string, values: Readonly<Record<string, number>>): TypeDefinition {
  const name = fullName.slice(fullName.lastIndexOf(".") + 1);
  const members = Object.entries(values).map(([label, value]) => new NetEnum(fullName, label, value));
  return defineType({
    name,
    fullName,
    isValueType: true,
    holds: (value) => value instanceof NetEnum && value.netType === fullName,
    fallback: members.find((one) => one.value === 0) ?? new NetEnum(fullName, "0", 0),
    enumMembers: new Map(members.map((one) => [one.value, one])),
    members: [
      ...members.map((one) => member(`static ${name} ${one.name}`, () => one)),
      member(
        "bool HasFlag(object flag)",
        (self: NetEnum, flag: NetEnum) => (self.value & flag.value) === flag.value,
      ),
    ],
  });
}

/** Numbers the names from 0. */
export function numbered(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, index]));
}
