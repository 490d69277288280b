import { defineType, member, settable } from "../types/type-definition.ts";
import { JArray } from "../values/json/j-array.ts";
import { JProperty } from "../values/json/j-property.ts";
import type { JToken } from "../values/json/j-token.ts";
import { contentToken, toToken } from "../values/json/to-token.ts";

export const jProperty = defineType({
  name: "JProperty",
  fullName: "Newtonsoft.Json.Linq.JProperty",
  supers: ["JContainer"],
  holds: (value) => value instanceof JProperty,
  members: [
    member("new(string name, params object[] content)", (name: string, content: readonly unknown[]) => {
      const [only = null] = content;
      const value = content.length <= 1 ? contentToken(only) : new JArray(content.map(contentToken));
      return new JProperty(name, value);
    }),
    member("string Name", (property: JProperty) => property.name),
    settable(
      "JToken Value",
      (property: JProperty) => property.value,
      (property: JProperty, value: JToken | null) => {
        property.value = value ?? toToken(null);
      },
    ),
    member("int Count", () => 1),
  ],
});
