import type { NetType } from "../types/net-type.ts";
import { defineType, generic, member } from "../types/type-definition.ts";
import { deserialize } from "../values/json/deserialize.ts";
import type { JToken } from "../values/json/j-token.ts";
import { JValue } from "../values/json/j-value.ts";
import { readJson } from "../values/json/read-json.ts";
import { toToken } from "../values/json/to-token.ts";
import { writeJson } from "../values/json/write-json.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { argumentNull } from "../values/net-exception.ts";
import { isIndented } from "./json-tokens.ts";

/** An empty text holds nothing. */
function read(text: string | null): JToken | null {
  if (text === null) throw argumentNull("value");
  return text.trim() === "" ? null : readJson(text);
}

export const jsonConvert = defineType({
  name: "JsonConvert",
  fullName: "Newtonsoft.Json.JsonConvert",
  members: [
    member("static string SerializeObject(object value)", (value: unknown) =>
      writeJson(toToken(value), false),
    ),
    member(
      "static string SerializeObject(object value, Formatting formatting)",
      (value: unknown, format: NetEnum) => writeJson(toToken(value), isIndented(format)),
    ),
    generic(
      "static T DeserializeObject<T>(string value)",
      ([type]: readonly NetType[], text: string | null) => {
        const token = read(text);
        return token && deserialize(token, type);
      },
    ),
    member("static dynamic DeserializeObject(string value)", (text: string | null) => {
      const token = read(text);
      return token instanceof JValue ? token.value : token;
    }),
  ],
});
