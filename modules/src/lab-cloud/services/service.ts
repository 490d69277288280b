import type { Provenance } from "../../chat/provenance.ts";
import { methodNotAllowed } from "../azure-refusal.ts";
import type { LabApp, LabContext } from "../lab-app.ts";

/** One request form a service answers. */
export interface LabRoute {
  readonly method: "GET" | "POST" | "DELETE";
  /** Hono's form: `/openai/models/:model`. */
  readonly path: string;
  readonly handle: (c: LabContext) => Response | Promise<Response>;
}

export interface ServiceHealth {
  readonly state: "ready" | "loading" | "failed";
  /** One line for people. */
  readonly note?: string;
}

/** What is told about a service. */
export interface ListedService {
  /** Stable word: `identity`. */
  readonly name: string;
  readonly title: string;
  /** Where its answers come from, for services that give some. */
  readonly provenance?: Provenance;
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  health(): ServiceHealth;
}

/** One emulated service: its routes as data, so that what is listed is what is served. */
export interface LabService extends ListedService {
  readonly routes: readonly LabRoute[];
}

/** Registers a service's routes; another method on one of its paths is refused with 405. */
export function mountService(app: LabApp, service: LabService): void {
  for (const { method, path, handle } of service.routes) {
    app.on(method, path, (c) => {
      c.set("service", service.name);
      return handle(c);
    });
  }
  for (const [path, routes] of Map.groupBy(service.routes, (route) => route.path)) {
    const allowed = routes.map((route) => route.method).join(", ");
    app.all(path, (c) => {
      c.set("service", service.name);
      throw methodNotAllowed(c.req.method, c.req.path, allowed);
    });
  }
}

/** `GET /openai/models/{model}` */
export function describeRoute({ method, path }: ListedService["routes"][number]): string {
  return `${method} ${path.replace(/:(\w+)/g, "{$1}")}`;
}
