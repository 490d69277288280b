import { z } from "zod";
import { ArmRefusal, armHeaders, invalidRequest } from "./arm-refusal.ts";
import type { ArmRoute } from "./arm-route.ts";
import type { Deployments } from "./deployments.ts";
import type { Estate } from "./estate.ts";
import { describeResource, json } from "./present.ts";
import { type ArmResource, inGroup, type ResourceGroup } from "./resource-store.ts";

const GROUP = "/subscriptions/{subscription}/resourceGroups/{group}";
const NAME = /^[\w().-]{0,89}[\w()-]$/;

const order = z.object({ location: z.string().min(1), tags: z.record(z.string(), z.json()).optional() });

/** Resource groups, and all that is in one. */
export function groupRoutes(
  estate: Estate,
  deployments: Deployments,
  subscriptionId: string,
): readonly ArmRoute[] {
  return [
    {
      method: "GET",
      path: "/subscriptions/{subscription}/resourceGroups",
      handle: () => json({ value: estate.groups().map(describeGroup) }),
    },
    {
      method: "HEAD",
      path: GROUP,
      handle: ({ param }) =>
        new Response(null, { status: estate.hasGroup(param("group")) ? 204 : 404, headers: armHeaders() }),
    },
    { method: "GET", path: GROUP, handle: ({ param }) => json(describeGroup(estate.group(param("group")))) },
    {
      method: "PUT",
      path: GROUP,
      handle: async ({ param, body }) => {
        const parsed = order.safeParse(await body());
        if (!parsed.success)
          throw new ArmRefusal(400, {
            code: "LocationRequired",
            message: "The location property is required for this definition.",
          });
        const name = param("group");
        if (!NAME.test(name)) throw invalidRequest(`'${name.slice(0, 90)}' is no name of a resource group.`);
        const isNew = !estate.hasGroup(name);
        const before = isNew ? undefined : estate.group(name);
        if (before && !sameRegion(before.location, parsed.data.location))
          throw new ArmRefusal(409, {
            code: "InvalidResourceGroupLocation",
            message: `Invalid resource group location '${parsed.data.location}'. The Resource group already exists in location '${before.location}'.`,
          });
        estate.putGroup({
          id: before?.id ?? `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
          name: before?.name ?? name,
          location: regionName(parsed.data.location),
          tags: parsed.data.tags ?? {},
        });
        return json(describeGroup(estate.group(name)), isNew ? 201 : 200);
      },
    },
    {
      method: "DELETE",
      path: GROUP,
      handle: async ({ c, param }) => {
        const { name } = estate.group(param("group"));
        await estate.removeGroup(name);
        deployments.remove(name);
        const location = `${new URL(c.req.url).origin}/subscriptions/${subscriptionId}/operationresults/group-${encodeURIComponent(name)}?api-version=2025-04-01`;
        return new Response(null, {
          status: 202,
          headers: { ...armHeaders(), location, "retry-after": "0" },
        });
      },
    },
    {
      method: "GET",
      path: "/subscriptions/{subscription}/operationresults/{operation}",
      handle: () => new Response(null, { status: 200, headers: armHeaders() }),
    },
    {
      method: "GET",
      path: `${GROUP}/resources`,
      handle: ({ param }) => {
        const { name } = estate.group(param("group"));
        return json({ value: tracked(inGroup(estate.store, name)).map(describeResource) });
      },
    },
    {
      method: "GET",
      path: "/subscriptions/{subscription}/resources",
      handle: () => json({ value: tracked(estate.store.list()).map(describeResource) }),
    },
  ];
}

/** What has a place of its own is listed; parts such as policies and settings are not. */
const tracked = (resources: readonly ArmResource[]) =>
  resources.filter(({ body }) => typeof body["location"] === "string");

const describeGroup = ({ id, name, location, tags }: ResourceGroup) => ({
  id,
  name,
  type: "Microsoft.Resources/resourceGroups",
  location,
  tags,
  properties: { provisioningState: "Succeeded" },
});

/** `East US 2` and `eastus2` are one region. */
const regionName = (text: string) => text.replaceAll(" ", "").toLowerCase();
const sameRegion = (one: string, other: string) => regionName(one) === regionName(other);
