import { ShimError } from "./shim-error.ts";

/** `properties.outputs`, `[0].name`, `[].id`, `[?name=='x'].id`, `length(@)`. */
const STEP = /^\.?(?:([A-Za-z_][\w-]*)|"([^"]+)"|\[(-?\d+)\]|\[(\*?)\]|\[\?([\w.]+)\s*==\s*'([^']*)'\])/;

/**
 * Reads a path of `--query`. The real one is a language (JMESPath); of it this takes names, indices, lists and equality.
 * @throws ShimError (2) for more than that
 */
export function select(value: unknown, query: string): unknown {
  let rest = query.trim();
  if (rest === "" || rest === "@") return value;
  if (rest === "length(@)") return Array.isArray(value) ? value.length : null;
  let current = value;
  let spread = false;
  while (rest !== "") {
    const step = STEP.exec(rest);
    if (!step) throw notRead(query);
    rest = rest.slice(step[0].length);
    const apply = (one: unknown) => take(one, step);
    if (step[4] !== undefined || step[5] !== undefined) {
      const list =
        spread && Array.isArray(current) ? current.flatMap((one) => take(one, step)) : apply(current);
      current = list;
      spread = true;
    } else if (spread && Array.isArray(current)) {
      current = current.map(apply).filter((one) => one !== null);
    } else current = apply(current);
  }
  return current ?? null;
}

function take(value: unknown, [, name, quoted, index, star, field, wanted]: RegExpExecArray): unknown {
  if (index !== undefined) return Array.isArray(value) ? (value.at(Number(index)) ?? null) : null;
  if (star !== undefined) return Array.isArray(value) ? value : [];
  if (field !== undefined)
    return Array.isArray(value) ? value.filter((one) => String(select(one, field)) === wanted) : [];
  const key = name ?? quoted ?? "";
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  return Reflect.get(value, key);
}

const notRead = (query: string) =>
  new ShimError(
    `The labs' az reads only paths such as properties.outputs.x.value, [0].name or [].id in --query, not ${query.slice(0, 80)}.`,
    2,
  );
