import { groupOf, sameId } from "./arm-id.ts";
import { ArmRefusal } from "./arm-refusal.ts";
import type { ArmResource } from "./resource-store.ts";

/** What Azure keeps for a while after its deletion, and takes no other of the same name meanwhile. */
export type SoftDeletedKind = "accounts" | "service" | "vaults";

const KINDS: Readonly<Record<string, SoftDeletedKind>> = {
  "microsoft.cognitiveservices/accounts": "accounts",
  "microsoft.apimanagement/service": "service",
  "microsoft.keyvault/vaults": "vaults",
};

export interface SoftDeleted {
  /** Keeps what is kept of such resources. */
  keep(resource: ArmResource): void;
  list(kind: SoftDeletedKind): readonly ArmResource[];
  /** False when there is none of that name. */
  purge(kind: SoftDeletedKind, name: string, group?: string): boolean;
  /** @throws ArmRefusal (409) while a deleted resource holds the name */
  checkFree(resource: ArmResource): void;
}

export function createSoftDeleted(): SoftDeleted {
  let kept: readonly ArmResource[] = [];
  const kindOf = ({ type }: ArmResource) => KINDS[type.toLowerCase()];
  return {
    keep(resource) {
      if (kindOf(resource)) kept = [...kept.filter(({ id }) => !sameId(id, resource.id)), resource];
    },
    list: (kind) => kept.filter((resource) => kindOf(resource) === kind),
    purge(kind, name, group) {
      const meant = kept.filter(
        (one) =>
          kindOf(one) === kind &&
          sameId(one.name, name) &&
          (group === undefined || sameId(groupOf(one.id) ?? "", group)),
      );
      kept = kept.filter((one) => !meant.includes(one));
      return meant.length > 0;
    },
    checkFree(resource) {
      const kind = kindOf(resource);
      if (kind && kept.some(({ id }) => sameId(id, resource.id))) throw inTheWay(kind, resource);
    },
  };
}

function inTheWay(kind: SoftDeletedKind, { id, name }: ArmResource): ArmRefusal {
  if (kind === "service")
    return new ArmRefusal(409, {
      code: "ServiceAlreadyExistsInSoftDeletedState",
      message: `Api service ${name} was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it.`,
    });
  const code = kind === "accounts" ? "FlagMustBeSetForRestore" : "ConflictError";
  return new ArmRefusal(409, {
    code,
    message: `An existing resource with ID '${id}' has been soft-deleted. If you don't want to restore existing resource, please purge it first.`,
  });
}
