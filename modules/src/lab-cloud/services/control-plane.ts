import type { LabPlaces } from "../../azure/index.ts";
import type { Clock } from "../../core/index.ts";
import { bodyTooLarge, notEmulated } from "../azure-refusal.ts";
import type { LabApp, LabContext } from "../lab-app.ts";
import { readBody } from "../request-body.ts";
import type { LabSecrets } from "../trust/lab-secrets.ts";
import { checkArmCaller } from "./control-plane/arm-caller.ts";
import { ArmRefusal, invalidRequest } from "./control-plane/arm-refusal.ts";
import { type ArmCall, type ArmRoute, matchPath } from "./control-plane/arm-route.ts";
import { deploymentRoutes } from "./control-plane/deployment-routes.ts";
import { createDeployments } from "./control-plane/deployments.ts";
import type { Estate } from "./control-plane/estate.ts";
import { groupRoutes } from "./control-plane/group-routes.ts";
import { json } from "./control-plane/present.ts";
import { resourceRoutes } from "./control-plane/resource-routes.ts";
import { softDeletedRoutes } from "./control-plane/soft-deleted-routes.ts";
import type { ListedService } from "./service.ts";

export interface ControlPlaneOptions {
  readonly estate: Estate;
  readonly secrets: LabSecrets;
  readonly clock: Clock;
  /** The lab cloud's own addresses. */
  readonly places: () => LabPlaces;
}

/** Azure Resource Manager as far as the labs' infrastructure needs it. */
export interface ControlPlane extends ListedService {
  mount(app: LabApp): void;
}

/** A gateway's definitions of an API are long. */
const BODY_LIMIT_BYTES = 4 * 1_048_576;
const NAME = "control-plane";

export function createControlPlane(options: ControlPlaneOptions): ControlPlane {
  const { estate, secrets, clock, places } = options;
  const subscriptionId = secrets.uuid("subscription");
  const deployments = createDeployments(estate, clock);
  const routes: readonly ArmRoute[] = [
    ...subscriptionRoutes(subscriptionId, secrets.uuid("tenant")),
    ...groupRoutes(estate, deployments, subscriptionId),
    ...deploymentRoutes(estate, deployments),
    ...softDeletedRoutes(estate),
    ...resourceRoutes(estate, places),
  ];

  const answer = async (c: LabContext): Promise<Response> => {
    const path = c.req.path.replace(/(?<=.)\/$/, "");
    checkArmCaller(c, secrets, clock.now());
    if (!c.req.query("api-version"))
      throw new ArmRefusal(400, {
        code: "MissingApiVersionParameter",
        message: "The api-version query parameter (?api-version=) is required for all requests.",
      });
    for (const route of routes) {
      const params = route.method === c.req.method ? matchPath(route.path, path) : undefined;
      if (!params) continue;
      checkSubscription(params["subscription"], subscriptionId);
      return route.handle(openCall(c, path, params));
    }
    throw notEmulated(c.req.method, path.slice(0, 200));
  };

  return {
    name: NAME,
    title: "Azure Resource Manager",
    routes,
    health: () => ({
      state: "ready",
      note: `Deploys the labs' infrastructure: ${estate.store.list().length} resources. Gateways and quotas are made of it; everything else is only kept in mind.`,
    }),
    mount(app) {
      for (const path of ["/subscriptions", "/subscriptions/*"])
        app.all(path, async (c) => {
          c.set("service", NAME);
          try {
            return await answer(c);
          } catch (error) {
            if (error instanceof ArmRefusal) return error.toResponse();
            throw error;
          }
        });
    },
  };
}

function subscriptionRoutes(subscriptionId: string, tenantId: string): readonly ArmRoute[] {
  const subscription = {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId,
    displayName: "Lab cloud",
    state: "Enabled",
    authorizationSource: "RoleBased",
  };
  return [
    { method: "GET", path: "/subscriptions", handle: () => json({ value: [subscription] }) },
    { method: "GET", path: "/subscriptions/{subscription}", handle: () => json(subscription) },
  ];
}

function checkSubscription(asked: string | undefined, subscriptionId: string): void {
  if (asked === undefined || asked.toLowerCase() === subscriptionId) return;
  throw new ArmRefusal(404, {
    code: "SubscriptionNotFound",
    message: `The subscription '${asked.slice(0, 60)}' could not be found. The lab cloud has one: ${subscriptionId}.`,
  });
}

function openCall(c: LabContext, path: string, params: Readonly<Record<string, string>>): ArmCall {
  return {
    c,
    path: decodePath(path),
    param: (name) => params[name] ?? "",
    body: async () => readJson(await readBody(c, BODY_LIMIT_BYTES, bodyTooLarge)),
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return { ...content };
  } catch {
    // Told below, as whatever else is no object.
  }
  throw invalidRequest(
    "The request content was invalid and could not be deserialized: it must be a JSON object.",
  );
}
