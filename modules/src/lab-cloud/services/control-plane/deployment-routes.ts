import { z } from "zod";
import type { PlainObject } from "../../../azure/index.ts";
import { invalidRequest } from "./arm-refusal.ts";
import type { ArmCall, ArmRoute } from "./arm-route.ts";
import type { Deployments } from "./deployments.ts";
import type { Estate } from "./estate.ts";
import { json, presentDeployment } from "./present.ts";

const DEPLOYMENTS =
  "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Resources/deployments";
const NAME = /^[\w.()-]{1,64}$/;

const order = z.object({ properties: z.record(z.string(), z.json()) });

/** Deployments of templates to a resource group. */
export function deploymentRoutes(estate: Estate, deployments: Deployments): readonly ArmRoute[] {
  const groupOf = ({ param }: ArmCall) => estate.group(param("group"));
  return [
    {
      method: "GET",
      path: DEPLOYMENTS,
      handle: (call) => json({ value: deployments.list(groupOf(call).name).map(presentDeployment) }),
    },
    {
      method: "PUT",
      path: `${DEPLOYMENTS}/{deployment}`,
      handle: async (call) => {
        const group = groupOf(call);
        const name = call.param("deployment");
        if (!NAME.test(name)) throw invalidRequest(`'${name.slice(0, 64)}' is no name of a deployment.`);
        const begun = deployments.begin(group, name, await readProperties(call));
        const status = `${new URL(call.c.req.url).origin}${begun.id}/operationStatuses/${begun.operation}?api-version=2025-04-01`;
        return json(presentDeployment(begun), 201, { "azure-asyncoperation": status, "retry-after": "0" });
      },
    },
    {
      method: "POST",
      path: `${DEPLOYMENTS}/{deployment}/validate`,
      handle: async (call) => {
        deployments.validate(groupOf(call), await readProperties(call));
        return json({ properties: { provisioningState: "Succeeded" } });
      },
    },
    {
      method: "GET",
      path: `${DEPLOYMENTS}/{deployment}`,
      handle: (call) =>
        json(presentDeployment(deployments.find(groupOf(call).name, call.param("deployment")))),
    },
    {
      method: "HEAD",
      path: `${DEPLOYMENTS}/{deployment}`,
      handle: (call) => {
        const isThere = deployments
          .list(groupOf(call).name)
          .some(({ name }) => name === call.param("deployment"));
        return new Response(null, { status: isThere ? 204 : 404 });
      },
    },
    {
      method: "DELETE",
      path: `${DEPLOYMENTS}/{deployment}`,
      handle: (call) => {
        deployments.remove(groupOf(call).name, call.param("deployment"));
        return new Response(null, { status: 204 });
      },
    },
    {
      method: "GET",
      path: `${DEPLOYMENTS}/{deployment}/operationStatuses/{operation}`,
      handle: ({ param }) => {
        const { state, error } = deployments.findOperation(param("operation"));
        return json({ status: state, ...(error && { error }) }, 200, { "retry-after": "0" });
      },
    },
    {
      method: "GET",
      path: `${DEPLOYMENTS}/{deployment}/operations`,
      handle: (call) => {
        const found = deployments.find(groupOf(call).name, call.param("deployment"));
        const value = found.resources.map((id) => ({
          properties: { provisioningState: found.state, targetResource: { id } },
        }));
        return json({ value });
      },
    },
  ];
}

async function readProperties({ body }: ArmCall): Promise<PlainObject> {
  const parsed = order.safeParse(await body());
  if (parsed.success) return parsed.data.properties;
  throw invalidRequest("The request content was invalid: it needs properties with mode and template.");
}
