import { createHash } from "node:crypto";

/** Where a deployment takes place. */
export interface Deployment {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly resourceGroup: string;
  readonly location: string;
  /** Object id of the identity that deploys. */
  readonly deployerObjectId: string;
  /** Where tokens are issued, with a slash at its end. Default: Azure's public cloud. */
  readonly loginEndpoint?: string;
}

const ZERO_GUID = "00000000-0000-0000-0000-000000000000";

/** Stands in where nobody says where to deploy. */
export const LOCAL_DEPLOYMENT: Deployment = {
  subscriptionId: ZERO_GUID,
  tenantId: ZERO_GUID,
  resourceGroup: "rg-lab",
  location: "eastus2",
  deployerObjectId: ZERO_GUID,
};

export function resourceGroupId({ subscriptionId, resourceGroup }: Deployment): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
}

/** Letters and digits of a hash: the form of Azure's `uniqueString`, not its value. */
export function hashLetters(texts: readonly string[], length: number): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  const bytes = createHash("sha256").update(texts.join("\n")).digest();
  return [...bytes.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length] ?? "").join("");
}

/** A GUID made from texts: the form of Azure's `guid`, not its value. */
export function hashGuid(texts: readonly string[]): string {
  const hex = createHash("sha256").update(texts.join("\n")).digest("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4] ?? "8";
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A key of 32 hexadecimal digits, the same for the same resource; it opens nothing but the local gateway. */
export function hashKey(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 32);
}
