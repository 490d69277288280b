import { BicepError, evaluateBicep, type PlainValue } from "../bicep/index.ts";
import { labRuntime } from "../lab-runtime.ts";
import type { ArmTemplate } from "../template/arm-template.ts";
import { flattenBicep } from "../template/flatten-bicep.ts";
import type { ShimCall } from "./shim-command.ts";
import { ShimError } from "./shim-error.ts";

/** Evaluates a Bicep file for the lab cloud and writes it as one template. @throws ShimError with every place that is wrong */
export async function readBicepTemplate(
  file: string,
  parameters: Readonly<Record<string, PlainValue>>,
  { arm, args, cwd }: ShimCall,
): Promise<ArmTemplate> {
  const { subscriptionId, tenantId } = await arm.subscription();
  const asked = encodeURIComponent(args.need("group"));
  const { content } = await arm.send("GET", `/subscriptions/${subscriptionId}/resourceGroups/${asked}`);
  const { id, name, location } = { id: "", name: "", location: "", ...Object(content) };
  const deployment = {
    subscriptionId,
    tenantId,
    resourceGroup: String(name),
    location: String(location),
    loginEndpoint: `${arm.http}/`,
  };
  try {
    const evaluated = await evaluateBicep(file, parameters, {
      deployment,
      runtime: labRuntime(await arm.places()),
      from: cwd,
    });
    return flattenBicep(evaluated, { groupId: String(id), from: cwd });
  } catch (error) {
    if (error instanceof BicepError) throw new ShimError(error.message);
    throw error;
  }
}
