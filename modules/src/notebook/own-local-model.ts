import { LabError } from "../core/errors.ts";
import type { SeenState } from "../lab-cloud/find-lab-cloud.ts";
import { discoverLocal } from "../providers/discover-local.ts";

/**
 * The model to ask for on a server of the learner's own: LOCAL_MODEL_NAME, else the first that the server offers.
 * @throws LabError when neither tells a name
 */
export async function findOwnLocalModel(
  endpoint: string,
  name: string | undefined,
): Promise<SeenState["localModel"]> {
  if (name !== undefined) return { name, provenance: "local" };
  const server = await discoverLocal({ endpoint });
  const first = server?.models[0];
  if (first !== undefined) return { name: first, provenance: "local" };
  const [problem, hint] = server
    ? ["and the server there offers no model.", "Load a model on it, or"]
    : ["and no model server answers there.", "Start it, or"];
  throw new LabError(`LOCAL_MODEL_ENDPOINT names ${endpoint}, ${problem}`, {
    code: "LOCAL_MODEL_GONE",
    hint: `${hint} unset LOCAL_MODEL_ENDPOINT to use the model of the lab cloud.`,
  });
}
