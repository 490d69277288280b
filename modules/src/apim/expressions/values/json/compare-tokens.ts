import { areEqual } from "../comparison.ts";
import { JArray } from "./j-array.ts";
import { JObject } from "./j-object.ts";
import { JProperty } from "./j-property.ts";
import type { JToken } from "./j-token.ts";
import { JValue } from "./j-value.ts";

/** `JToken.DeepEquals`; the order of an object's properties does not matter. */
export function deepEquals(left: JToken | null, right: JToken | null): boolean {
  if (left === right) return true;
  if (left instanceof JValue && right instanceof JValue) {
    return left.type === right.type && areEqual(left.value, right.value);
  }
  if (left instanceof JArray && right instanceof JArray) {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => deepEquals(item, right.items[index] ?? null))
    );
  }
  if (left instanceof JObject && right instanceof JObject) {
    return (
      left.size === right.size &&
      left.children().every(({ name, value }) => deepEquals(value, right.get(name)))
    );
  }
  if (left instanceof JProperty && right instanceof JProperty) {
    return left.name === right.name && deepEquals(left.value, right.value);
  }
  return false;
}

/** `container.Merge(content)`: objects grow together, arrays are joined. */
export function mergeInto(target: JToken, content: JToken): void {
  if (target instanceof JArray && content instanceof JArray) {
    for (const item of content.items) target.add(item.clone());
  } else if (target instanceof JObject && content instanceof JObject) {
    for (const { name, value } of content.children()) mergeProperty(target, name, value);
  }
}

function mergeProperty(target: JObject, name: string, value: JToken): void {
  const own = target.get(name);
  const grows =
    own &&
    ((own instanceof JObject && value instanceof JObject) ||
      (own instanceof JArray && value instanceof JArray));
  if (grows) mergeInto(own, value);
  else if (!(value instanceof JValue && value.value === null && own)) target.set(name, value.clone());
}
