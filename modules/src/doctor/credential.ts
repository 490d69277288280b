import type { Machine } from "./machine.ts";
import { setVariables } from "./set-variables.ts";

/** How a service will be asked who we are. */
export type Credential =
  | { readonly kind: "key"; readonly variable: string }
  | { readonly kind: "managed identity" | "az login" }
  | { readonly kind: "none" };

/** The credential that a call would use: its key, else what DefaultAzureCredential finds here. Never a value. */
export function findCredential(machine: Machine, keyVariable: string | undefined): Credential {
  const set = setVariables(machine);
  if (keyVariable !== undefined && set.has(keyVariable)) return { kind: "key", variable: keyVariable };
  if (set.has("IDENTITY_ENDPOINT")) return { kind: "managed identity" };
  return { kind: (machine.azureSubscriptions() ?? 0) > 0 ? "az login" : "none" };
}

export function describeCredential(credential: Credential): string {
  if (credential.kind === "key") return `key (${credential.variable})`;
  if (credential.kind === "managed identity") return "managed identity (IDENTITY_ENDPOINT)";
  return credential.kind === "az login" ? "az login" : "no credential found here";
}
