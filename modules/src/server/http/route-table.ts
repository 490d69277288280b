import { nearestName } from "../../config/nearest-name.ts";
import { ApiError } from "./api-error.ts";
import type { Route } from "./route.ts";

export interface FoundRoute {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RouteTable {
  readonly routes: readonly Route[];
  /** @throws ApiError 404 naming a path that is near, or 405 naming the methods there are */
  find(method: string, path: string): FoundRoute;
  /** Methods of a path; none where there is no route. */
  methodsOf(path: string): readonly string[];
}

interface Compiled {
  readonly route: Route;
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

export function createRouteTable(routes: readonly Route[]): RouteTable {
  const plain = new Map<string, Route>();
  const compiled = routes.map(compile);
  for (const { route, names } of compiled)
    if (names.length === 0) plain.set(`${route.method} ${route.path}`, route);
  const patterns = compiled.filter(({ names }) => names.length > 0);
  const all = (path: string) =>
    compiled.filter(({ pattern }) => pattern.test(path)).map(({ route }) => route.method);
  return {
    routes,
    methodsOf: all,
    find(method, path) {
      const asked = method === "HEAD" ? "GET" : method;
      const route = plain.get(`${asked} ${path}`);
      if (route) return { route, parameters: NONE };
      for (const one of patterns) {
        const found = one.route.method === asked ? one.pattern.exec(path) : null;
        if (found) return { route: one.route, parameters: readParameters(one, found) };
      }
      throw notFound(method, path, all(path), routes);
    },
  };
}

const NONE = Object.freeze({});

function compile(route: Route): Compiled {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const source = route.path
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"))
    .join("([^/]+)");
  return { route, names, pattern: new RegExp(`^${source}$`) };
}

function readParameters({ names }: Compiled, found: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, decoded(name, found[index + 1] ?? "")]));
}

function decoded(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError(`The ${name} in the path is not written as an address is.`, {
      status: 400,
      code: "INVALID_PATH",
      param: name,
      hint: "Encode it with encodeURIComponent.",
    });
  }
}

function notFound(
  method: string,
  path: string,
  methods: readonly string[],
  routes: readonly Route[],
): ApiError {
  const shown = JSON.stringify(path.slice(0, 80));
  if (methods.length > 0) {
    return new ApiError(`${shown} takes ${methods.join(" or ")}, not ${method.slice(0, 20)}.`, {
      status: 405,
      code: "METHOD_NOT_ALLOWED",
      headers: { allow: [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ") },
    });
  }
  const near =
    path.length > 80 ? undefined : nearestName(path, [...new Set(routes.map((route) => route.path))]);
  return new ApiError(`There is nothing at ${shown}.`, {
    status: 404,
    code: "NOT_FOUND",
    hint: near === undefined ? "GET /docs lists what there is." : `Did you mean ${near}?`,
  });
}
