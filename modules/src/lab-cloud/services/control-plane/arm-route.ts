import type { LabContext } from "../../lab-app.ts";

/** A request with what its path names. */
export interface ArmCall {
  readonly c: LabContext;
  /** The path without a slash at its end, as it was written. */
  readonly path: string;
  /** What a `{name}` in the route's path stands for; `{rest...}` for all that follows. */
  param(name: string): string;
  /** The body as JSON. @throws ArmRefusal (400) */
  body(): Promise<Readonly<Record<string, unknown>>>;
}

export interface ArmRoute {
  readonly method: "GET" | "HEAD" | "PUT" | "PATCH" | "POST" | "DELETE";
  /** `/subscriptions/{subscription}/resourceGroups/{group}`; letters may be large or small. */
  readonly path: string;
  readonly handle: (call: ArmCall) => Response | Promise<Response>;
}

type Params = Readonly<Record<string, string>>;

/** The names in a path that has a route's form; undefined when it has another. */
export function matchPath(form: string, path: string): Params | undefined {
  const [wanted, given] = [form.split("/"), path.split("/")];
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(\w+)(\.\.\.)?\}$/.exec(part);
    if (name?.[2]) {
      params[name[1] ?? ""] = given.slice(index).map(decoded).join("/");
      return given.length > index ? params : undefined;
    }
    const text = given[index];
    if (text === undefined || (text === "") !== (part === "")) return undefined;
    if (name) params[name[1] ?? ""] = decoded(text);
    else if (text.toLowerCase() !== part.toLowerCase()) return undefined;
  }
  return wanted.length === given.length ? params : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
