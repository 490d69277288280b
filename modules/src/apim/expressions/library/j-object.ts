import { defineType, member, type Out, settable } from "../types/type-definition.ts";
import { JObject } from "../values/json/j-object.ts";
import { JProperty } from "../values/json/j-property.ts";
import type { JToken } from "../values/json/j-token.ts";
import { readJson } from "../values/json/read-json.ts";
import { addToObject, toToken } from "../values/json/to-token.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { argumentNull, invalidArgument } from "../values/net-exception.ts";
import { ignoresCase } from "./string-comparison.ts";

function find(object: JObject, name: string | null, comparison?: NetEnum): JToken | null {
  if (name === null) return null;
  const exact = object.get(name);
  if (exact || !ignoresCase(comparison)) return exact;
  return (
    object.children().find((property) => property.name.toUpperCase() === name.toUpperCase())?.value ?? null
  );
}

function create(...content: readonly unknown[]): JObject {
  const object = new JObject();
  for (const part of content) addToObject(object, part);
  return object;
}

export const jObject = defineType({
  name: "JObject",
  fullName: "Newtonsoft.Json.Linq.JObject",
  supers: ["JContainer", "IDictionary<string, JToken>"],
  holds: (value) => value instanceof JObject,
  members: [
    member("new()", () => new JObject()),
    member("new(params object[] content)", (content: readonly unknown[]) => create(...content)),
    settable(
      "JToken this[string propertyName]",
      (object: JObject, name: string | null) => object.get(name),
      (object: JObject, name: string, value: JToken | null) => object.set(name, value ?? toToken(null)),
    ),
    member("static JObject Parse(string json)", (text: string | null) => {
      if (text === null) throw argumentNull("s");
      return readJson(text, "JObject");
    }),
    member("static JObject FromObject(object o)", (value: unknown) => {
      const token = toToken(value);
      if (token instanceof JObject) return token;
      throw invalidArgument(`Object serialized to ${token.type}. JObject instance expected.`);
    }),
    member("int Count", (object: JObject) => object.size),
    member("JProperty Property(string name)", (object: JObject, name: string) => object.property(name)),
    member("IEnumerable<JProperty> Properties()", (object: JObject) => object.children()),
    member("IEnumerable<JToken> PropertyValues()", (object: JObject) =>
      object.children().map(({ value }) => value),
    ),
    member("ICollection<string> Keys", (object: JObject) => object.children().map(({ name }) => name)),
    member("ICollection<JToken> Values", (object: JObject) => object.children().map(({ value }) => value)),
    member("bool ContainsKey(string propertyName)", (object: JObject, name: string | null) => {
      if (name === null) throw argumentNull("propertyName");
      return object.has(name);
    }),
    member("JToken GetValue(string propertyName)", find),
    member("JToken GetValue(string propertyName, StringComparison comparison)", find),
    member(
      "bool TryGetValue(string propertyName, out JToken value)",
      (object: JObject, name: string, result: Out) => {
        result.value = find(object, name);
        return result.value !== null;
      },
    ),
    member(
      "bool TryGetValue(string propertyName, StringComparison comparison, out JToken value)",
      (object: JObject, name: string, comparison: NetEnum, result: Out) => {
        result.value = find(object, name, comparison);
        return result.value !== null;
      },
    ),
    member(
      "void Add(string propertyName, JToken value)",
      (object: JObject, name: string, value: JToken | null) =>
        object.add(new JProperty(name, value ?? toToken(null))),
    ),
    member("void Add(object content)", addToObject),
    member("void AddFirst(object content)", (object: JObject, property: JToken) => object.addFirst(property)),
    member("bool Remove(string propertyName)", (object: JObject, name: string) => object.delete(name)),
    member("void RemoveAll()", (object: JObject) => object.clear()),
    member("JObject DeepClone()", (object: JObject) => object.clone()),
  ],
});
