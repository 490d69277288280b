/** A resource's id in its parts. */
export interface ArmId {
  /** As it was written. */
  readonly id: string;
  /** `Microsoft.ApiManagement/service/backends` */
  readonly type: string;
  /** All names along the type. */
  readonly names: readonly string[];
  readonly parentId: string | undefined;
}

/** Reads `…/providers/NAMESPACE/type/name[/type/name…]`; undefined when a name is missing, as in the id of a collection. */
export function parseArmId(id: string): ArmId | undefined {
  const at = id.toLowerCase().lastIndexOf("/providers/");
  if (at < 0) return undefined;
  const [namespace = "", ...rest] = id.slice(at + "/providers/".length).split("/");
  if (rest.length === 0 || rest.length % 2 === 1 || rest.some((word) => word === "")) return undefined;
  const types = rest.filter((_word, index) => index % 2 === 0);
  return {
    id,
    type: [namespace, ...types].join("/"),
    names: rest.filter((_word, index) => index % 2 === 1),
    parentId: rest.length > 2 ? id.split("/").slice(0, -2).join("/") : undefined,
  };
}

/** The resource group's name in an id. */
export function groupOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i.exec(id)?.[1];
}

export const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
