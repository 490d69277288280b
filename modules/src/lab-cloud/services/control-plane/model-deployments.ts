import { labResourceOf } from "../../../azure/lab-runtime.ts";
import type { Catalog, Model } from "../../../catalog/index.ts";
import type { TunedDeployments } from "../azure-openai/fine-tuning/tuned-deployments.ts";
import type { Quotas } from "../azure-openai/quotas.ts";
import { ArmRefusal } from "./arm-refusal.ts";
import type { ArmResource } from "./resource-store.ts";

export const MODEL_DEPLOYMENT_TYPE = "microsoft.cognitiveservices/accounts/deployments";

/** Makes the lab cloud's models what deployed accounts say of them. */
export interface ModelDeployments {
  /** @throws ArmRefusal for a model that the lab cloud does not have */
  check(resource: ArmResource): void;
  /** The quota of a deployment, and the deployment itself where the lab cloud has none of that name. */
  apply(resource: ArmResource): void;
  /** As it was before `apply`. */
  withdraw(resource: ArmResource): void;
}

export interface ModelDeploymentsOptions {
  readonly catalog: Catalog;
  /** Where deployments are added that the catalog has not. */
  readonly added: TunedDeployments;
  readonly quotas: Quotas;
}

/** One unit of capacity. */
const TOKENS_PER_UNIT = 1000;

export function createModelDeployments({
  catalog,
  added,
  quotas,
}: ModelDeploymentsOptions): ModelDeployments {
  const home = catalog.resources[0]?.name ?? "";
  const places = new Map<string, string>();

  const modelOf = (resource: ArmResource): Model => {
    const { name, format } = modelNamed(resource);
    const model = catalog.models.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (model) return model;
    throw new ArmRefusal(400, {
      code: "DeploymentModelNotSupported",
      message: `The model 'Format: ${format}, Name: ${name}' of deployment '${resource.name}' is not supported by the lab cloud; it has ${catalog.models.map((one) => one.name).join(", ")}.`,
    });
  };

  return {
    check: (resource) => void modelOf(resource),
    apply(resource) {
      const place = labResourceOf(accountOf(resource)) ?? home;
      const key = `${place}/${resource.name}`;
      places.set(resource.id.toLowerCase(), key);
      quotas.assign(key, { tokensPerMinute: capacityOf(resource) * TOKENS_PER_UNIT });
      const known = catalog.deployments.some(
        ({ name, resource: where }) => where === place && name === resource.name,
      );
      const region =
        catalog.resources.find(({ name }) => name === place)?.region ?? catalog.regions[0]?.name ?? "";
      if (!known) added.deploy({ name: resource.name, model: modelOf(resource), region, resource: place });
    },
    withdraw(resource) {
      const key = places.get(resource.id.toLowerCase());
      if (key === undefined) return;
      places.delete(resource.id.toLowerCase());
      if ([...places.values()].includes(key)) return;
      quotas.assign(key, undefined);
      const [place = "", name = ""] = splitOnce(key);
      added.remove(place, name);
    },
  };
}

const accountOf = ({ parentId = "" }: ArmResource) => parentId.slice(parentId.lastIndexOf("/") + 1);

const splitOnce = (key: string) => [key.slice(0, key.indexOf("/")), key.slice(key.indexOf("/") + 1)];

function modelNamed({ name, properties }: ArmResource): { readonly name: string; readonly format: string } {
  const model = fieldOf(properties, "model");
  return {
    name: String(fieldOf(model, "name") ?? name),
    format: String(fieldOf(model, "format") ?? "OpenAI"),
  };
}

function capacityOf({ body }: ArmResource): number {
  const capacity = Number(fieldOf(body["sku"], "capacity") ?? 1);
  return Number.isFinite(capacity) && capacity > 0 ? capacity : 1;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
