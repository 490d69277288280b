import { defineType } from "../types/type-definition.ts";
import { JToken } from "../values/json/j-token.ts";
import { JValue } from "../values/json/j-value.ts";
import { containerMembers, tokenMembers } from "./json-tokens.ts";

export const jToken = defineType({
  name: "JToken",
  fullName: "Newtonsoft.Json.Linq.JToken",
  supers: ["IEnumerable<JToken>"],
  holds: (value) => value instanceof JToken,
  members: tokenMembers,
});

export const jContainer = defineType({
  name: "JContainer",
  fullName: "Newtonsoft.Json.Linq.JContainer",
  supers: ["JToken"],
  holds: (value) => value instanceof JToken && !(value instanceof JValue),
  members: containerMembers,
});
