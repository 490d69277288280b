import { defineType, member } from "../types/type-definition.ts";
import type { NetRegex } from "../values/net-regex.ts";
import { NetValue } from "../values/net-value.ts";

/** `Group`: what one bracket of a pattern caught. */
export class NetGroup extends NetValue {
  readonly netType: string = "System.Text.RegularExpressions.Group";
  readonly value: string;
  readonly index: number;
  readonly success: boolean;
  readonly name: string;

  constructor(value: string | undefined, index: number, name: string) {
    super();
    this.value = value ?? "";
    this.index = index;
    this.success = value !== undefined;
    this.name = name;
  }

  override toText(): string {
    return this.value;
  }
}

/** `GroupCollection`: by number and by name. */
class NetGroups extends NetValue implements Iterable<NetGroup> {
  readonly netType = "System.Text.RegularExpressions.GroupCollection";
  readonly groups: readonly NetGroup[];

  constructor(groups: readonly NetGroup[]) {
    super();
    this.groups = groups;
  }

  get(key: number | string): NetGroup {
    const found =
      typeof key === "number" ? this.groups[key] : this.groups.find((group) => group.name === key);
    return found ?? new NetGroup(undefined, 0, String(key));
  }

  [Symbol.iterator](): Iterator<NetGroup> {
    return this.groups[Symbol.iterator]();
  }
}

/** `Match`; one without success when nothing was found. */
export class NetMatch extends NetGroup {
  override readonly netType = "System.Text.RegularExpressions.Match";
  readonly groups: NetGroups;
  readonly #regex: NetRegex;
  readonly #text: string;

  constructor(found: RegExpExecArray | null, regex: NetRegex, text: string) {
    super(found?.[0], found?.index ?? 0, "0");
    this.#regex = regex;
    this.#text = text;
    this.groups = new NetGroups(found ? groupsOf(found, regex) : [this]);
  }

  static of(regex: NetRegex, text: string, start: number): NetMatch {
    return new NetMatch(regex.exec(text, start), regex, text);
  }

  next(): NetMatch {
    if (!this.success) return this;
    const step = this.value.length === 0 ? 1 : 0;
    return NetMatch.of(this.#regex, this.#text, this.index + this.value.length + step);
  }

  /** `$1`, `${name}`, `$&`, `$$`. */
  result(replacement: string): string {
    return replacement.replace(
      /\$(?:(\d+)|\{(\w+)\}|(&)|(\$))/g,
      (token: string, digits?: string, name?: string, whole?: string) => {
        if (whole) return this.value;
        if (token === "$$") return "$";
        const key = digits ?? name ?? "";
        const group = this.groups.get(/^\d+$/.test(key) ? Number(key) : key);
        const exists = this.groups.groups.includes(group);
        return exists ? group.value : token;
      },
    );
  }
}

/** As .NET counts them: the match, the groups without a name from left to right, then those with one. */
function groupsOf(found: RegExpExecArray, { groupNames }: NetRegex): NetGroup[] {
  const places = found.indices ?? [];
  const groupAt = (at: number, name: string) => new NetGroup(found[at], places[at]?.[0] ?? 0, name);
  const groups = groupNames.map((name, index) => ({ name, at: index + 1 }));
  const unnamed = groups.filter(({ name }) => name === undefined);
  const named = groups.flatMap(({ name, at }) => (name === undefined ? [] : [groupAt(at, name)]));
  return [groupAt(0, "0"), ...unnamed.map(({ at }, index) => groupAt(at, String(index + 1))), ...named];
}

export const captureType = defineType({
  name: "Capture",
  fullName: "System.Text.RegularExpressions.Capture",
  holds: (value) => value instanceof NetGroup,
  members: [
    member("string Value", (group: NetGroup) => group.value),
    member("int Index", (group: NetGroup) => group.index),
    member("int Length", (group: NetGroup) => group.value.length),
  ],
});

export const groupType = defineType({
  name: "Group",
  fullName: "System.Text.RegularExpressions.Group",
  supers: ["Capture"],
  holds: (value) => value instanceof NetGroup,
  members: [
    member("bool Success", (group: NetGroup) => group.success),
    member("string Name", (group: NetGroup) => group.name),
    member("IReadOnlyList<Capture> Captures", (group: NetGroup) => (group.success ? [group] : [])),
  ],
});

export const matchType = defineType({
  name: "Match",
  fullName: "System.Text.RegularExpressions.Match",
  supers: ["Group"],
  holds: (value) => value instanceof NetMatch,
  members: [
    member("GroupCollection Groups", (match: NetMatch) => match.groups),
    member("Match NextMatch()", (match: NetMatch) => match.next()),
    member("string Result(string replacement)", (match: NetMatch, replacement: string) =>
      match.result(replacement),
    ),
  ],
});

export const groupCollection = defineType({
  name: "GroupCollection",
  fullName: "System.Text.RegularExpressions.GroupCollection",
  supers: ["IEnumerable<Group>"],
  holds: (value) => value instanceof NetGroups,
  members: [
    member("int Count", (groups: NetGroups) => groups.groups.length),
    member("Group this[int number]", (groups: NetGroups, number: number) => groups.get(number)),
    member("Group this[string name]", (groups: NetGroups, name: string) => groups.get(name)),
  ],
});

export const matchCollection = defineType({
  name: "MatchCollection",
  fullName: "System.Text.RegularExpressions.MatchCollection",
  supers: ["IReadOnlyList<Match>"],
  members: [],
});
