import { castValue } from "../../compile/convert-value.ts";
import { ParametersValue } from "../../context/parameters-value.ts";
import { VariablesValue } from "../../context/variables-value.ts";
import { defaultOf } from "../../types/default-of.ts";
import { type NetType, OBJECT } from "../../types/net-type.ts";
import { defineType, generic, member, type Out } from "../../types/type-definition.ts";
import { MultiValues } from "../../values/multi-values.ts";
import { argumentNull } from "../../values/net-exception.ts";
import { typeLibrary } from "../registry.ts";

function needed(name: string | null): string {
  if (name === null) throw argumentNull("key");
  return name;
}

/** Headers, queries and claims: `IReadOnlyDictionary<string, string[]>` whose `GetValueOrDefault` joins by commas. */
export const multiValues = defineType({
  name: "MultiValues",
  fullName: "Gateway.MultiValues",
  supers: ["IReadOnlyDictionary<string, string[]>"],
  holds: (value) => value instanceof MultiValues,
  members: [
    member("string GetValueOrDefault(string name)", (self: MultiValues, name: string | null) =>
      self.joined(needed(name), null),
    ),
    member(
      "string GetValueOrDefault(string name, string defaultValue)",
      (self: MultiValues, name: string | null, fallback: string | null) =>
        self.joined(needed(name), fallback),
    ),
    member(
      "string[] GetValueOrDefault(string name, string[] defaultValue)",
      (self: MultiValues, name: string | null, fallback: unknown) => {
        const values = self.find(needed(name));
        return values ? [...values] : fallback;
      },
    ),
    member("string[] this[string name]", (self: MultiValues, name: string | null) => [
      ...self.get(needed(name)),
    ]),
    member(
      "bool ContainsKey(string name)",
      (self: MultiValues, name: string | null) => self.find(needed(name)) !== undefined,
    ),
    member(
      "bool TryGetValue(string name, out string[] value)",
      (self: MultiValues, name: string | null, result: Out) => {
        const values = self.find(needed(name));
        result.value = values ? [...values] : null;
        return values !== undefined;
      },
    ),
    member("int Count", (self: MultiValues) => [...self].length),
    member("IEnumerable<string> Keys", (self: MultiValues) => Array.from(self, (pair) => pair.pairKey)),
    member("IEnumerable<string[]> Values", (self: MultiValues) => Array.from(self, (pair) => pair.value)),
  ],
});

/** `context.Variables`. */
export const variables = defineType({
  name: "Variables",
  fullName: "Gateway.Variables",
  calledInMessages: "context.Variables",
  supers: ["IReadOnlyDictionary<string, object>"],
  holds: (value) => value instanceof VariablesValue,
  members: [
    member("object this[string name]", (self: VariablesValue, name: string | null) => self.get(needed(name))),
    member("bool ContainsKey(string name)", (self: VariablesValue, name: string | null) => self.has(name)),
    member(
      "bool TryGetValue(string name, out object value)",
      (self: VariablesValue, name: string, result: Out) => {
        result.value = self.has(name) ? self.get(name) : null;
        return self.has(name);
      },
    ),
    member("object GetValueOrDefault(string variableName)", (self: VariablesValue, name: string) =>
      self.has(name) ? self.get(name) : null,
    ),
    generic(
      "T GetValueOrDefault<T>(string variableName)",
      (types: readonly NetType[], self: VariablesValue, name: string) =>
        variableOf(types, self, name, defaultOf(types[0])),
    ),
    generic("T GetValueOrDefault<T>(string variableName, T defaultValue)", variableOf),
    member("int Count", (self: VariablesValue) => self.size),
    member("IEnumerable<string> Keys", (self: VariablesValue) => Array.from(self, (pair) => pair.pairKey)),
    member("IEnumerable<object> Values", (self: VariablesValue) => Array.from(self, (pair) => pair.value)),
  ],
});

/** Throws when the variable has another type. */
function variableOf(
  [type = OBJECT]: readonly NetType[],
  self: VariablesValue,
  name: string,
  fallback: unknown,
): unknown {
  return self.has(name) ? castValue(self.get(name), type, OBJECT, typeLibrary()) : fallback;
}

/** `context.Request.MatchedParameters`. */
export const matchedParameters = defineType({
  name: "MatchedParameters",
  fullName: "Gateway.MatchedParameters",
  calledInMessages: "context.Request.MatchedParameters",
  supers: ["IReadOnlyDictionary<string, string>"],
  holds: (value) => value instanceof ParametersValue,
  members: [
    member("string this[string name]", (self: ParametersValue, name: string | null) =>
      self.get(needed(name)),
    ),
    member(
      "bool ContainsKey(string name)",
      (self: ParametersValue, name: string | null) => self.find(needed(name)) !== undefined,
    ),
    member(
      "bool TryGetValue(string name, out string value)",
      (self: ParametersValue, name: string | null, result: Out) => {
        const value = self.find(needed(name));
        result.value = value ?? null;
        return value !== undefined;
      },
    ),
    member(
      "string GetValueOrDefault(string name)",
      (self: ParametersValue, name: string) => self.find(name) ?? null,
    ),
    member(
      "string GetValueOrDefault(string name, string defaultValue)",
      (self: ParametersValue, name: string, fallback: string | null) => self.find(name) ?? fallback,
    ),
    member("int Count", (self: ParametersValue) => self.size),
    member("IEnumerable<string> Keys", (self: ParametersValue) => Array.from(self, (pair) => pair.pairKey)),
    member("IEnumerable<string> Values", (self: ParametersValue) => Array.from(self, (pair) => pair.value)),
  ],
});
