/** A place in a file's content, for people: `["signals", 0, "weight"]` is "the weight of greeting". Empty for the whole. */
export function namePlace(path: readonly PropertyKey[], content: unknown): string {
  const last = path.at(-1);
  if (last === undefined) return "";
  const above = path.slice(0, -1);
  if (typeof last === "number")
    return nameOf(valueAt(path, content)) ?? `number ${last + 1} of ${namePlace(above, content)}`;
  return above.length === 0 ? String(last) : `the ${String(last)} of ${namePlace(above, content)}`;
}

/** What an entry of a list calls itself. */
function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null || !("name" in entry)) return undefined;
  return typeof entry.name === "string" && entry.name.trim() !== "" ? entry.name : undefined;
}

function valueAt(path: readonly PropertyKey[], content: unknown): unknown {
  let value = content;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
