import { groupOf } from "./arm-id.ts";
import { ArmRefusal, armHeaders } from "./arm-refusal.ts";
import type { ArmRoute } from "./arm-route.ts";
import type { Estate } from "./estate.ts";
import { json } from "./present.ts";
import type { ArmResource } from "./resource-store.ts";
import type { SoftDeletedKind } from "./soft-deleted.ts";

const SUBSCRIPTION = "/subscriptions/{subscription}";
const MODELS = `${SUBSCRIPTION}/providers/Microsoft.CognitiveServices`;
const GATEWAYS = `${SUBSCRIPTION}/providers/Microsoft.ApiManagement`;
const VAULTS = `${SUBSCRIPTION}/providers/Microsoft.KeyVault`;

/** What was deleted and still holds its name: lists, and purge. */
export function softDeletedRoutes({ deleted }: Estate): readonly ArmRoute[] {
  const list = (kind: SoftDeletedKind, path: string): ArmRoute => ({
    method: "GET",
    path,
    handle: ({ param }) =>
      json({ value: deleted.list(kind).map((one) => describe(kind, one, param("subscription"))) }),
  });
  const purge = (kind: SoftDeletedKind, method: "DELETE" | "POST", path: string): ArmRoute => ({
    method,
    path,
    handle: ({ param }) => {
      if (deleted.purge(kind, param("name"), param("group") || undefined))
        return new Response(null, { status: 200, headers: armHeaders() });
      throw new ArmRefusal(404, {
        code: "DeletedResourceNotFound",
        message: `There is no deleted resource '${param("name")}'.`,
      });
    },
  });
  return [
    list("accounts", `${MODELS}/deletedAccounts`),
    purge(
      "accounts",
      "DELETE",
      `${MODELS}/locations/{location}/resourceGroups/{group}/deletedAccounts/{name}`,
    ),
    list("service", `${GATEWAYS}/deletedservices`),
    purge("service", "DELETE", `${GATEWAYS}/locations/{location}/deletedservices/{name}`),
    list("vaults", `${VAULTS}/deletedVaults`),
    purge("vaults", "POST", `${VAULTS}/locations/{location}/deletedVaults/{name}/purge`),
  ];
}

function describe(kind: SoftDeletedKind, { id, name, body }: ArmResource, subscription: string) {
  const location = typeof body["location"] === "string" ? body["location"] : "";
  const root = `/subscriptions/${subscription}/providers`;
  switch (kind) {
    case "accounts": {
      const place = `${root}/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${groupOf(id)}`;
      return {
        id: `${place}/deletedAccounts/${name}`,
        name,
        location,
        type: "Microsoft.CognitiveServices/deletedAccounts",
      };
    }
    case "service":
      return {
        id: `${root}/Microsoft.ApiManagement/locations/${location}/deletedservices/${name}`,
        name,
        location,
        type: "Microsoft.ApiManagement/deletedservices",
        properties: { serviceId: id },
      };
    case "vaults":
      return {
        id: `${root}/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`,
        name,
        type: "Microsoft.KeyVault/deletedVaults",
        properties: { vaultId: id, location },
      };
  }
}
