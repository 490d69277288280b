import type { Logger } from "../../../core/index.ts";
import type { Gateways } from "../api-management/gateways.ts";
import { ArmRefusal } from "./arm-refusal.ts";
import type { ArmResource, ResourceStore } from "./resource-store.ts";

export const GATEWAY_TYPE = "microsoft.apimanagement/service";

export interface ConfigureOptions {
  readonly gateways: Gateways;
  /** By lower-case id of a policy: the file it came from. */
  readonly policyFiles: ReadonlyMap<string, string>;
  readonly logger: Logger;
}

/**
 * Makes a running gateway of a service and all that lies below it.
 * @throws ArmRefusal that names file, line and column of everything that cannot be used; the gateway is then as before
 */
export async function configureGateway(
  service: ArmResource,
  store: ResourceStore,
  { gateways, policyFiles, logger }: ConfigureOptions,
): Promise<void> {
  // Loaded only now: most labs never deploy a gateway.
  const { BicepError, describeBicepProblem, gatewayOf } = await import("../../../azure/index.ts");
  const resources = [service, ...store.below(service.id)];
  const files = new Map(resources.flatMap((resource) => namedFile(resource, service, policyFiles)));
  const read = () => {
    try {
      return gatewayOf({ resources, outputs: {}, files: new Set(), fileOf: () => undefined }, ".");
    } catch (error) {
      if (error instanceof BicepError) throw policyRefused(error.problems.map(describeBicepProblem));
      throw error;
    }
  };
  const { config, ignored } = read();
  for (const problem of ignored) logger.warn(describeBicepProblem(problem), { service: service.name });
  if (config.apis.length === 0) return gateways.remove(service.name);
  const problems = await gateways.configure({ name: service.name, config, files });
  if (problems.length > 0) throw policyRefused(problems.map(describeBicepProblem));
}

const policyRefused = (lines: readonly string[]) =>
  new ArmRefusal(400, {
    code: "ValidationError",
    message: "One or more fields contain incorrect values:",
    // One document may hold for several products.
    details: [...new Set(lines)].map((message) => ({ code: "ValidationError", message })),
  });

/** How problems name a policy's text, and the file that the text is from. */
function namedFile(
  { id }: ArmResource,
  service: ArmResource,
  policyFiles: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const file = policyFiles.get(id.toLowerCase());
  if (file === undefined) return [];
  const [kind = "", name = "", inner = "", operation = ""] = id.slice(service.id.length + 1).split("/");
  switch (kind.toLowerCase()) {
    case "policies":
      return [["policies.global", file]];
    case "policyfragments":
      return [[`the fragment ${name}`, file]];
    case "products":
      return [[`the policy of product ${name}`, file]];
    case "apis":
      return inner.toLowerCase() === "operations"
        ? [[`the policy of operation ${operation}`, file]]
        : [[`the policy of API ${name}`, file]];
    default:
      return [];
  }
}
