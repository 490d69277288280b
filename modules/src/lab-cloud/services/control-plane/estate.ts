import { explainError, type Logger } from "../../../core/index.ts";
import type { Gateways } from "../api-management/gateways.ts";
import { sameId } from "./arm-id.ts";
import { ArmRefusal, groupNotFound, resourceNotFound } from "./arm-refusal.ts";
import { configureGateway, GATEWAY_TYPE } from "./configure-gateway.ts";
import { MODEL_DEPLOYMENT_TYPE, type ModelDeployments } from "./model-deployments.ts";
import {
  type ArmResource,
  createResourceStore,
  inGroup,
  type ResourceGroup,
  type ResourceStore,
} from "./resource-store.ts";
import { createSoftDeleted, type SoftDeleted } from "./soft-deleted.ts";

/** What is deployed to the lab cloud: groups, resources, and what is made of them. Changes take their turn. */
export interface Estate {
  readonly store: ResourceStore;
  readonly deleted: SoftDeleted;
  groups(): readonly ResourceGroup[];
  /** @throws ArmRefusal (404) */
  group(name: string): ResourceGroup;
  hasGroup(name: string): boolean;
  putGroup(group: ResourceGroup): void;
  /** With all that is in it. @throws ArmRefusal (404) */
  removeGroup(name: string): Promise<void>;
  /** Creates or replaces resources, all or none. @throws ArmRefusal */
  put(resources: readonly ArmResource[], policyFiles?: ReadonlyMap<string, string>): Promise<void>;
  /** @throws ArmRefusal (404) */
  remove(id: string): Promise<void>;
}

export interface EstateOptions {
  readonly gateways: Gateways;
  readonly models: ModelDeployments;
  readonly logger: Logger;
}

export function createEstate({ gateways, models, logger }: EstateOptions): Estate {
  const store = createResourceStore();
  const deleted = createSoftDeleted();
  const groups = new Map<string, ResourceGroup>();
  const policyFiles = new Map<string, string>();
  const inTurn = createTurns();

  const group = (name: string) => {
    const found = groups.get(name.toLowerCase());
    if (found) return found;
    throw groupNotFound(name);
  };
  const configure = (service: ArmResource, from: ResourceStore) =>
    configureGateway(service, from, { gateways, policyFiles, logger });

  const put = async (resources: readonly ArmResource[]) => {
    for (const resource of resources) check(resource);
    const draft = store.draft();
    for (const resource of resources) draft.put(resource);
    checkParents(resources, draft);
    await configureAll(servicesOf(resources, draft), draft);
    store.adopt(draft);
    for (const resource of resources) if (isModel(resource)) models.apply(resource);
  };

  const check = (resource: ArmResource) => {
    if (!store.get(resource.id)) deleted.checkFree(resource);
    if (isModel(resource)) models.check(resource);
  };

  /** When one cannot be used, those before it become again what they were. */
  const configureAll = async (services: readonly ArmResource[], draft: ResourceStore) => {
    for (const [index, service] of services.entries()) {
      try {
        await configure(service, draft);
      } catch (error) {
        for (const done of services.slice(0, index)) await restore(done);
        throw error;
      }
    }
  };

  const restore = async ({ id, name }: ArmResource) => {
    const before = store.get(id);
    if (!before) return gateways.remove(name);
    await configure(before, store).catch((error: unknown) =>
      logger.error(explainError(error), { service: name }),
    );
  };

  const remove = async (id: string) => {
    const resource = store.get(id);
    if (!resource) throw resourceNotFound(id);
    const draft = store.draft();
    const gone = draft.remove(id);
    await configureAll(servicesOf([resource], draft), draft);
    store.adopt(draft);
    for (const one of gone) {
      if (isModel(one)) models.withdraw(one);
      if (sameId(one.type, GATEWAY_TYPE)) await gateways.remove(one.name);
      deleted.keep(one);
    }
  };

  return {
    store,
    deleted,
    groups: () => [...groups.values()],
    group,
    hasGroup: (name) => groups.has(name.toLowerCase()),
    putGroup: (one) => void groups.set(one.name.toLowerCase(), one),
    removeGroup: (name) =>
      inTurn(async () => {
        group(name);
        for (const { id, parentId } of inGroup(store, name))
          if (parentId === undefined && store.get(id)) await remove(id);
        for (const { id } of inGroup(store, name)) store.remove(id);
        groups.delete(name.toLowerCase());
      }),
    put: (resources, files = new Map()) =>
      inTurn(async () => {
        for (const [id, file] of files) policyFiles.set(id, file);
        for (const { id } of resources)
          if (!files.has(id.toLowerCase())) policyFiles.delete(id.toLowerCase());
        await put(resources);
      }),
    remove: (id) => inTurn(() => remove(id)),
  };
}

const isModel = ({ type }: ArmResource) => sameId(type, MODEL_DEPLOYMENT_TYPE);

/** A resource lies in one that is there, or that comes with it. */
function checkParents(resources: readonly ArmResource[], store: ResourceStore): void {
  for (const { id, parentId } of resources) {
    if (parentId === undefined || store.get(parentId)) continue;
    throw new ArmRefusal(404, {
      code: "ParentResourceNotFound",
      message: `Failed to perform 'write' on '${id}': the parent resource '${parentId}' could not be found.`,
    });
  }
}

/** The services whose gateways look different with these resources. */
function servicesOf(resources: readonly ArmResource[], store: ResourceStore): readonly ArmResource[] {
  return store
    .list()
    .filter(({ type }) => sameId(type, GATEWAY_TYPE))
    .filter(({ id }) =>
      resources.some((one) => `${one.id}/`.toLowerCase().startsWith(`${id}/`.toLowerCase())),
    );
}

/** Runs one after the other. */
function createTurns(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };
}
