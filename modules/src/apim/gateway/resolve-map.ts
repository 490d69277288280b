import { SettingsError } from "../../core/errors.ts";

/** Where the requests to an origin really go, like curl's `--resolve`: `https://foundry1.test` -> `http://127.0.0.1:4101`. */
export type ResolveMap = ReadonlyMap<string, string>;

/** @throws SettingsError for what is no origin. */
export function readResolveMap(entries: unknown, named: string): ResolveMap {
  if (typeof entries !== "object" || entries === null || Array.isArray(entries))
    throw new SettingsError([
      `${named} must be an object of origins: { "https://a.test": "http://127.0.0.1:4101" }.`,
    ]);
  return new Map(
    Object.entries(entries).map(([from, to]) => [originOf(from, named), originOf(String(to), named)]),
  );
}

function originOf(text: string, named: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "") return url.origin;
  throw new SettingsError([`${named}: "${text}" is no origin such as https://foundry1.test.`]);
}
