import { defineType, member, settable } from "../types/type-definition.ts";
import { formatValue } from "../values/format-value.ts";
import { JValue } from "../values/json/j-value.ts";

export const jValue = defineType({
  name: "JValue",
  fullName: "Newtonsoft.Json.Linq.JValue",
  supers: ["JToken"],
  holds: (value) => value instanceof JValue,
  members: [
    member(
      "new(object value)",
      (value: unknown) => new JValue(value instanceof JValue ? value.value : value),
    ),
    member("static JValue CreateNull()", () => new JValue(null)),
    member("static JValue CreateString(string value)", (value: string | null) => new JValue(value)),
    settable(
      "object Value",
      (self: JValue) => self.value,
      (self: JValue, value: unknown) => {
        self.value = new JValue(value).value;
      },
    ),
    member("string ToString(string format)", (self: JValue, format: string) =>
      formatValue(self.value, format),
    ),
  ],
});
