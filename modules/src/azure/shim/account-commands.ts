import type { LabSubscription } from "./lab-arm.ts";
import type { ShimCommand } from "./shim-command.ts";
import { ShimError } from "./shim-error.ts";

/** Who is signed in: the lab cloud's identity, as `az login --identity` would sign in. */
export const accountCommands: readonly ShimCommand[] = [
  { words: "account show", options: {}, run: async ({ arm }) => describe(await arm.subscription()) },
  { words: "account list", options: {}, run: async ({ arm }) => [describe(await arm.subscription())] },
  {
    words: "account set",
    options: { name: { flags: ["--name", "-n", "-s"] } },
    run: async ({ arm, args }) => {
      const { subscriptionId, displayName } = await arm.subscription();
      const wanted = args.get("name") ?? args.get("subscription") ?? subscriptionId;
      if (wanted === subscriptionId || wanted === displayName) return undefined;
      throw new ShimError(
        `The subscription of '${wanted}' doesn't exist; the lab cloud has '${displayName}' (${subscriptionId}).`,
      );
    },
  },
  {
    words: "account get-access-token",
    options: {
      resource: { flags: ["--resource"] },
      scope: { flags: ["--scope"], many: true },
      tenant: { flags: ["--tenant", "-t"] },
    },
    run: async ({ arm, args }) => {
      const [scope] = args.all("scope");
      const resource =
        args.get("resource") ?? scope?.replace(/\/\.default$/, "") ?? "https://management.core.windows.net/";
      const { accessToken, expiresOn } = await arm.token(resource);
      const { subscriptionId, tenantId } = await arm.subscription();
      return {
        accessToken,
        expiresOn: localTime(new Date(expiresOn * 1000)),
        expires_on: expiresOn,
        subscription: subscriptionId,
        tenant: tenantId,
        tokenType: "Bearer",
      };
    },
  },
];

function describe({ subscriptionId, tenantId, displayName, state }: LabSubscription) {
  return {
    environmentName: "LabCloud",
    homeTenantId: tenantId,
    id: subscriptionId,
    isDefault: true,
    managedByTenants: [],
    name: displayName,
    state,
    tenantId,
    user: { assignedIdentityInfo: "MSI", name: "systemAssignedIdentity", type: "servicePrincipal" },
  };
}

/** As `az` writes it, by the machine's own time: `2026-01-31 13:00:00.000000`. */
function localTime(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.000000`;
}
