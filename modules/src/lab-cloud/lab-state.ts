import { basename } from "node:path";
import type { Deployment } from "../catalog/index.ts";
import type { Provenance } from "../chat/provenance.ts";
import { paths } from "../config/paths.ts";
import type { Faults, PendingFault } from "./faults/faults.ts";
import type { Journal, RequestRecord } from "./journal.ts";
import { describeRoute, type ListedService, type ServiceHealth } from "./services/service.ts";

/** What `GET /lab/state` answers: nothing of any conversation, no secret. */
export interface LabState {
  readonly pid: number;
  /** Name of the workshop's folder. */
  readonly root: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly http: string;
  readonly https: string;
  readonly local: string;
  /** How long cloud answers take: 0 = no delay, 1 = as the catalog states. */
  readonly timeScale: number;
  readonly localModel: {
    readonly name: string;
    readonly provenance: "local" | "simulated";
    /** Why it is simulated and how to change that. */
    readonly note?: string;
  };
  readonly services: readonly {
    readonly name: string;
    readonly title: string;
    readonly provenance?: Provenance;
    readonly health: ServiceHealth["state"];
    /** One line for people. */
    readonly note?: string;
    /** Requests answered. */
    readonly requests: number;
  }[];
  /** What each service answers: `GET /openai/v1/models`. Anything else is 501, or 404 where the real one has nothing. */
  readonly routes: Readonly<Record<string, readonly string[]>>;
  readonly deployments: readonly {
    readonly name: string;
    /** Address below `http`: the first resource is there itself, another at `/resources/NAME`. */
    readonly resource: string;
    /** Base model and version. */
    readonly model: string;
    readonly kind: Deployment["model"]["kind"];
    readonly region: string;
    readonly requests: number;
  }[];
  readonly requests: { readonly total: number; readonly recent: readonly RequestRecord[] };
  /** Faults that wait for a request. */
  readonly faults: readonly PendingFault[];
}

export interface StateSources {
  readonly startedAt: string;
  readonly timeScale: number;
  readonly addresses: () => Pick<LabState, "http" | "https" | "local">;
  readonly localModel: () => LabState["localModel"];
  readonly services: readonly ListedService[];
  /** Those of the catalog, then the tuned ones. */
  readonly deployments: () => readonly Deployment[];
  readonly journal: Journal;
  readonly faults: Faults;
}

/** Gathers the state anew at each call. */
export function createStateReader(sources: StateSources): () => LabState {
  const routes = Object.fromEntries([
    ...sources.services.map(({ name, routes }) => [name, [...new Set(routes.map(describeRoute))]]),
    ["lab", LAB_CONTROL_ROUTES],
  ]);
  const home = sources.deployments()[0]?.resource;
  return () => {
    const counts = sources.journal.counts();
    return {
      pid: process.pid,
      root: basename(paths.root),
      startedAt: sources.startedAt,
      ...sources.addresses(),
      timeScale: sources.timeScale,
      localModel: sources.localModel(),
      services: sources.services.map((service) => describeService(service, counts.byService)),
      routes,
      deployments: sources.deployments().map(({ name, resource, model, region }) => ({
        name,
        resource,
        model: `${model.name}-${model.version}`,
        kind: model.kind,
        region,
        requests: counts.byDeployment[resource === home ? name : `${resource}/${name}`] ?? 0,
      })),
      requests: { total: counts.total, recent: sources.journal.recent() },
      faults: sources.faults.pending(),
    };
  };
}

function describeService(
  { name, title, provenance, health }: ListedService,
  requests: Readonly<Record<string, number>>,
): LabState["services"][number] {
  const { state, note } = health();
  return {
    name,
    title,
    ...(provenance && { provenance }),
    health: state,
    ...(note !== undefined && { note }),
    requests: requests[name] ?? 0,
  };
}

/** What the lab cloud answers about itself, beside its services. */
const LAB_CONTROL_ROUTES = [
  "GET /",
  "GET /lab/state",
  "GET /lab/faults",
  "POST /lab/faults",
  "DELETE /lab/faults",
  "DELETE /lab/faults/{id}",
  "GET /lab/fault-schema",
  "DELETE /lab/quotas",
  "GET /lab/telemetry",
  "DELETE /lab/telemetry",
];
