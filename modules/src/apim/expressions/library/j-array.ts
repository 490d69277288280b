import { defineType, member, settable } from "../types/type-definition.ts";
import { JArray } from "../values/json/j-array.ts";
import type { JToken } from "../values/json/j-token.ts";
import { readJson } from "../values/json/read-json.ts";
import { addToArray, contentToken, toToken } from "../values/json/to-token.ts";
import { netEquals } from "../values/net-equality.ts";
import { argumentNull, invalidArgument } from "../values/net-exception.ts";

/** A single array is copied item by item. */
function create(content: readonly unknown[]): JArray {
  const array = new JArray();
  const [only] = content;
  if (content.length === 1 && only instanceof JArray) for (const item of only.items) array.add(item);
  else for (const part of content) addToArray(array, part);
  return array;
}

export const jArray = defineType({
  name: "JArray",
  fullName: "Newtonsoft.Json.Linq.JArray",
  supers: ["JContainer", "IList<JToken>"],
  holds: (value) => value instanceof JArray,
  members: [
    member("new()", () => new JArray()),
    member("new(params object[] content)", create),
    settable(
      "JToken this[int index]",
      (array: JArray, index: number) => array.get(index),
      (array: JArray, index: number, value: JToken | null) => array.set(index, value ?? toToken(null)),
    ),
    member("static JArray Parse(string json)", (text: string | null) => {
      if (text === null) throw argumentNull("s");
      return readJson(text, "JArray");
    }),
    member("static JArray FromObject(object o)", (value: unknown) => {
      const token = toToken(value);
      if (token instanceof JArray) return token;
      throw invalidArgument(`Object serialized to ${token.type}. JArray instance expected.`);
    }),
    member("int Count", (array: JArray) => array.items.length),
    member("void Add(JToken item)", (array: JArray, item: JToken | null) => array.add(item ?? toToken(null))),
    member("void Add(object content)", (array: JArray, content: unknown) => array.add(contentToken(content))),
    member("void Insert(int index, JToken item)", (array: JArray, index: number, item: JToken | null) =>
      array.insert(index, item ?? toToken(null)),
    ),
    member("void AddFirst(object content)", (array: JArray, content: unknown) =>
      array.insert(0, contentToken(content)),
    ),
    member("bool Remove(JToken item)", (array: JArray, item: JToken) => {
      const index = array.items.findIndex((own) => netEquals(own, item));
      if (index >= 0) array.removeAt(index);
      return index >= 0;
    }),
    member("void RemoveAt(int index)", (array: JArray, index: number) => array.removeAt(index)),
    member("void Clear()", (array: JArray) => {
      array.items.length = 0;
    }),
    member("bool Contains(JToken item)", (array: JArray, item: JToken) =>
      array.items.some((own) => netEquals(own, item)),
    ),
    member("int IndexOf(JToken item)", (array: JArray, item: JToken) =>
      array.items.findIndex((own) => netEquals(own, item)),
    ),
    member("JArray DeepClone()", (array: JArray) => array.clone()),
  ],
});
