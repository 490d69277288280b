import { type NetType, typeText } from "../../types/net-type.ts";
import { NetDictionary } from "../net-dictionary.ts";
import { NetException } from "../net-exception.ts";
import { NetList } from "../net-list.ts";
import { NetSet } from "../net-set.ts";
import { JArray } from "./j-array.ts";
import { JObject } from "./j-object.ts";
import type { JToken } from "./j-token.ts";
import { JValue } from "./j-value.ts";
import { tokenValue } from "./token-value.ts";

const LISTS = new Set([
  "List",
  "IList",
  "IEnumerable",
  "ICollection",
  "IReadOnlyList",
  "IReadOnlyCollection",
]);
const DICTIONARIES = new Set(["Dictionary", "IDictionary", "IReadOnlyDictionary"]);

/** `ToObject<T>()` and `DeserializeObject<T>()` for the types that expressions have. */
export function deserialize(token: JToken, type: NetType | undefined): unknown {
  if (!type || type.name === "dynamic") return token;
  if (type.name === "object") return token instanceof JValue ? token.value : token;
  if (token instanceof JValue && token.value === null) return nullOf(token, type);
  const [first, second] = type.args;
  if (DICTIONARIES.has(type.name)) return toDictionary(token, second, type);
  if (LISTS.has(type.name)) return new NetList(toItems(token, first, type));
  if (type.name === "HashSet" || type.name === "ISet") return new NetSet(toItems(token, first, type));
  if (type.name === "[]" && first?.name !== "byte") return toItems(token, first, type);
  return tokenValue(token, type);
}

function nullOf(token: JToken, type: NetType): unknown {
  const isNullable =
    type.name === "?" || type.args.length > 0 || type.name === "string" || /^J[A-Z]/.test(type.name);
  return isNullable ? null : tokenValue(token, type);
}

function toDictionary(token: JToken, valueType: NetType | undefined, type: NetType): NetDictionary {
  if (!(token instanceof JObject)) throw cannotDeserialize(token, type);
  const result = new NetDictionary();
  for (const property of token.children()) result.set(property.name, deserialize(property.value, valueType));
  return result;
}

function toItems(token: JToken, itemType: NetType | undefined, type: NetType): unknown[] {
  if (!(token instanceof JArray)) throw cannotDeserialize(token, type);
  return token.items.map((item) => deserialize(item, itemType));
}

function cannotDeserialize(token: JToken, type: NetType): NetException {
  return new NetException(
    "Newtonsoft.Json.JsonSerializationException",
    `Cannot deserialize the current JSON ${token.type.toLowerCase()} into type '${typeText(type)}'.`,
  );
}
