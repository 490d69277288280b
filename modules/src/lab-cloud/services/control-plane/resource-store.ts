import type { EvaluatedResource, PlainObject } from "../../../azure/index.ts";
import { groupOf, sameId } from "./arm-id.ts";

/** A resource that was deployed. */
export type ArmResource = EvaluatedResource;

export interface ResourceGroup {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: PlainObject;
}

/** What was deployed to the lab cloud: nothing outlives its process. */
export interface ResourceStore {
  get(id: string): ArmResource | undefined;
  /** All of them, in the order of their first deployment. */
  list(): readonly ArmResource[];
  /** Those whose id begins with `id/`. */
  below(id: string): readonly ArmResource[];
  put(resource: ArmResource): void;
  /** With all that lies below it. */
  remove(id: string): readonly ArmResource[];
  /** A copy to try something on. */
  draft(): ResourceStore;
  /** Takes over all that a draft holds. */
  adopt(draft: ResourceStore): void;
}

export function createResourceStore(start: Iterable<ArmResource> = []): ResourceStore {
  const byId = new Map<string, ArmResource>();
  const put = (resource: ArmResource) => void byId.set(resource.id.toLowerCase(), resource);
  for (const resource of start) put(resource);
  const below = (id: string) => [...byId.values()].filter((one) => isBelow(one.id, id));
  const store: ResourceStore = {
    get: (id) => byId.get(id.toLowerCase()),
    list: () => [...byId.values()],
    below,
    put,
    remove(id) {
      const gone = [...byId.values()].filter((one) => sameId(one.id, id) || isBelow(one.id, id));
      for (const one of gone) byId.delete(one.id.toLowerCase());
      return gone;
    },
    draft: () => createResourceStore(byId.values()),
    adopt(draft) {
      byId.clear();
      for (const resource of draft.list()) put(resource);
    },
  };
  return store;
}

const isBelow = (id: string, parent: string) => id.toLowerCase().startsWith(`${parent.toLowerCase()}/`);

export const inGroup = (store: ResourceStore, group: string): readonly ArmResource[] =>
  store.list().filter(({ id }) => groupOf(id)?.toLowerCase() === group.toLowerCase());
