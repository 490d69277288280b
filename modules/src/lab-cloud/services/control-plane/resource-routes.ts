import { keysOf } from "../../../azure/bicep/runtime-state.ts";
import type { LabPlaces, PlainObject } from "../../../azure/index.ts";
import { groupOf, parseArmId, sameId } from "./arm-id.ts";
import { ArmRefusal, armHeaders, resourceNotFound } from "./arm-refusal.ts";
import type { ArmCall, ArmRoute } from "./arm-route.ts";
import type { Estate } from "./estate.ts";
import { checkProvider } from "./known-providers.ts";
import { json, presentResource } from "./present.ts";
import { createResource } from "./read-template.ts";

const RESOURCE = "/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{rest...}";

/** Every resource by its id: an account, a gateway's backend, the policy of an API … */
export function resourceRoutes(estate: Estate, places: () => LabPlaces): readonly ArmRoute[] {
  const find = (id: string) => {
    const found = estate.store.get(id);
    if (found) return found;
    throw resourceNotFound(id);
  };
  const read = ({ path }: ArmCall) => {
    if (parseArmId(path)) return json(presentResource(find(path), places()));
    return json({ value: listOf(path, estate).map((one) => presentResource(one, places())) });
  };
  const write = async (call: ArmCall, merge: boolean) => {
    const { path, param } = call;
    const group = estate.group(param("group"));
    const parsed = parseArmId(path);
    if (!parsed)
      throw new ArmRefusal(405, {
        code: "MethodNotAllowed",
        message: `'${path}' is a list; name what is meant.`,
      });
    checkProvider(parsed.type);
    const before = estate.store.get(path);
    if (merge && !before) throw resourceNotFound(path);
    const given = asObject(await call.body());
    const id = before?.id ?? `${group.id}${path.slice(path.toLowerCase().indexOf("/providers/"))}`;
    const body = merge ? merged(before?.body ?? {}, given) : { ...keptOf(before?.body), ...given };
    await estate.put([createResource(id, call.c.req.query("api-version") ?? "", body)]);
    return json(presentResource(find(id), places()), before ? 200 : 201);
  };
  return [
    {
      method: "HEAD",
      path: RESOURCE,
      handle: ({ path }) =>
        new Response(null, { status: estate.store.get(path) ? 200 : 404, headers: armHeaders() }),
    },
    { method: "GET", path: RESOURCE, handle: read },
    { method: "PUT", path: RESOURCE, handle: (call) => write(call, false) },
    { method: "PATCH", path: RESOURCE, handle: (call) => write(call, true) },
    {
      method: "DELETE",
      path: RESOURCE,
      handle: async ({ path }) => {
        if (!estate.store.get(path)) return new Response(null, { status: 204, headers: armHeaders() });
        await estate.remove(path);
        return new Response(null, { status: 200, headers: armHeaders() });
      },
    },
    { method: "POST", path: RESOURCE, handle: ({ path }) => json(keysFor(path, find)) },
    {
      method: "GET",
      path: "/subscriptions/{subscription}/providers/{namespace}/{kind}",
      handle: ({ param }) => {
        const type = `${param("namespace")}/${param("kind")}`;
        checkProvider(type);
        const value = estate.store.list().filter((one) => sameId(one.type, type));
        return json({ value: value.map((one) => presentResource(one, places())) });
      },
    },
  ];
}

/** What lies directly in a collection: `…/service/apim-1/backends`. */
function listOf(path: string, estate: Estate) {
  estate.group(groupOf(path) ?? "");
  const parent = path.slice(0, path.lastIndexOf("/"));
  const parentIsResource = parseArmId(parent) !== undefined;
  if (parentIsResource && !estate.store.get(parent)) throw resourceNotFound(parent);
  return estate.store.list().filter(({ id }) => sameId(id.slice(0, id.lastIndexOf("/")), path));
}

const LIST_KEYS = /^listkeys$/i;
const LIST_SECRETS = /^listsecrets$/i;

/** `listKeys`, `listSecrets`: the keys that the deployment itself was told. */
function keysFor(path: string, find: (id: string) => ReturnType<typeof createResource>): PlainObject {
  const cut = path.lastIndexOf("/");
  const action = path.slice(cut + 1);
  const { id, position, properties } = find(path.slice(0, cut));
  const method = LIST_KEYS.test(action) ? "listKeys" : LIST_SECRETS.test(action) ? "listSecrets" : undefined;
  if (method === undefined)
    throw new ArmRefusal(501, {
      code: "NotEmulated",
      message: `The lab cloud has no action '${action}'; it has listKeys and listSecrets.`,
    });
  const made = keysOf(id, method, position);
  const given = Object.entries(properties).filter(
    ([name, value]) => name in made && typeof value === "string",
  );
  return { ...made, ...Object.fromEntries(given) };
}

const asObject = (value: Readonly<Record<string, unknown>>) => value as PlainObject;

/** A part that says who a resource is, and that a new definition need not repeat. */
function keptOf(body: PlainObject | undefined): PlainObject {
  const location = body?.["location"];
  return location === undefined ? {} : { location };
}

/** JSON merge: null takes a property away. */
function merged(before: PlainObject, given: PlainObject): PlainObject {
  const result: Record<string, PlainObject[string]> = { ...before };
  for (const [name, value] of Object.entries(given)) {
    const old = result[name];
    if (value === null) delete result[name];
    else if (isObject(value) && isObject(old)) result[name] = merged(old, value);
    else result[name] = value;
  }
  return result;
}

const isObject = (value: unknown): value is PlainObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
