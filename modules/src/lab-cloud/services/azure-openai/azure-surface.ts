import { randomUUID } from "node:crypto";
import type { Resource } from "../../../catalog/index.ts";
import { PROVENANCE_HEADER } from "../../../chat/provenance.ts";
import type { Clock } from "../../../core/index.ts";
import { AzureRefusal, deploymentNotFound } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { LabSecrets } from "../../trust/lab-secrets.ts";
import { quotaHeaders } from "./admission.ts";
import { checkApiVersion } from "./api-version.ts";
import { checkCaller } from "./caller.ts";
import type { Served, Surface } from "./surface.ts";

export interface AzureSurfaceOptions {
  /** The first is where an address without a resource's name leads. */
  readonly resources: readonly Resource[];
  /** Region of a resource that names none. */
  readonly region: string;
  readonly secrets: LabSecrets;
  readonly clock: Clock;
}

/** Azure OpenAI: the dated routes and `/openai/v1`, of the first resource and of those under `/resources/NAME`. */
export function createAzureSurface({ resources, region, secrets, clock }: AzureSurfaceOptions): Surface {
  const first = resources[0]?.name ?? "";
  const byName = new Map(resources.map((resource) => [resource.name, resource]));

  const resourceOf = (c: LabContext) => {
    const name = namedResource(c) ?? first;
    if (byName.has(name)) return name;
    throw noSuchResource(name, [...byName.keys()]);
  };
  const regionOf = (c: LabContext) => byName.get(namedResource(c) ?? first)?.region ?? region;

  return {
    forms: ["dated", "v1"],
    filters: true,
    enter(c, form) {
      checkCaller(c, secrets, clock.now());
      if (form === "dated") checkApiVersion(c.req.query("api-version"));
    },
    resourceOf,
    notFound: deploymentNotFound,
    headers: (c, served) => (served ? answerHeaders(served) : plainHeaders(regionOf(c))),
  };
}

const plainHeaders = (region: string) => ({
  "x-request-id": randomUUID(),
  "apim-request-id": randomUUID(),
  "x-ms-region": region,
  [PROVENANCE_HEADER]: "simulated",
});

/** The headers of every answer of a deployment, chat or not. */
function answerHeaders({ deployment, quota }: Served): Record<string, string> {
  return {
    ...plainHeaders(deployment.region),
    "x-ms-deployment-name": deployment.name,
    ...quotaHeaders(quota.read()),
  };
}

const RESOURCE_IN_PATH = /\/resources\/([^/]+)\/+openai\//;

/** Azure has a host name for each resource; here it stands in the path: `/resources/foundry1/openai/…`. */
function namedResource(c: LabContext): string | undefined {
  return RESOURCE_IN_PATH.exec(new URL(c.req.url).pathname)?.[1];
}

const noSuchResource = (name: string, known: readonly string[]) =>
  new AzureRefusal(404, {
    code: "ResourceNotFound",
    message: `The lab cloud has no resource ${name.slice(0, 60)}; there are ${known.join(", ")}.`,
  });
