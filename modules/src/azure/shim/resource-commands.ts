import {
  GROUP,
  LOCATION,
  NAME,
  NO_WAIT,
  OPTIONAL_GROUP,
  type ShimCall,
  type ShimCommand,
  shown,
  valuesOf,
  YES,
} from "./shim-command.ts";
import { ShimError } from "./shim-error.ts";

/** Resources of one type: how the words of `az` become addresses. */
interface Kind {
  readonly words: string;
  /** `Microsoft.CognitiveServices/accounts` */
  readonly type: string;
  readonly api: string;
}

const ACCOUNTS: Kind = {
  words: "cognitiveservices account",
  type: "Microsoft.CognitiveServices/accounts",
  api: "2025-06-01",
};
const GATEWAYS: Kind = { words: "apim", type: "Microsoft.ApiManagement/service", api: "2024-05-01" };
const VAULTS: Kind = { words: "keyvault", type: "Microsoft.KeyVault/vaults", api: "2024-11-01" };

const below = async ({ subscriptionPath, args }: ShimCall, group = args.get("group")) => {
  const root = await subscriptionPath();
  return group === undefined ? root : `${root}/resourceGroups/${encodeURIComponent(group)}`;
};

function commandsOf({ words, type, api }: Kind): readonly ShimCommand[] {
  const pathOf = async (call: ShimCall) =>
    `${await below(call, call.args.need("group"))}/providers/${type}/${encodeURIComponent(call.args.need("name"))}?api-version=${api}`;
  return [
    {
      words: `${words} list`,
      options: { group: OPTIONAL_GROUP },
      run: async (call) =>
        valuesOf(
          (await call.arm.send("GET", `${await below(call)}/providers/${type}?api-version=${api}`)).content,
        ),
    },
    {
      words: `${words} show`,
      options: { group: GROUP, name: NAME },
      run: async (call) => shown((await call.arm.send("GET", await pathOf(call))).content),
    },
    {
      words: `${words} delete`,
      options: { group: GROUP, name: NAME, yes: YES, noWait: NO_WAIT },
      run: async (call) => {
        const path = await pathOf(call);
        // Resource Manager takes the deletion of nothing for done; az says that there is nothing.
        await call.arm.send("GET", path);
        await call.arm.send("DELETE", path);
        return undefined;
      },
    },
  ];
}

const listDeleted = (words: string, collection: string, api: string): ShimCommand => ({
  words,
  options: {},
  run: async ({ arm, subscriptionPath }) =>
    valuesOf(
      (await arm.send("GET", `${await subscriptionPath()}/providers/${collection}?api-version=${api}`))
        .content,
    ),
});

const purge = (
  words: string,
  options: ShimCommand["options"],
  method: string,
  pathOf: (call: ShimCall) => string,
): ShimCommand => ({
  words,
  options: { ...options, noWait: NO_WAIT },
  run: async (call) => {
    await call.arm.send(method, `${await call.subscriptionPath()}/providers/${pathOf(call)}`);
    return undefined;
  },
});

const part = ({ args }: ShimCall, name: string) =>
  encodeURIComponent(args.need(name).replaceAll(" ", "").toLowerCase());
const nameIn = ({ args }: ShimCall) => encodeURIComponent(args.need("name"));

export const resourceCommands: readonly ShimCommand[] = [
  {
    words: "resource list",
    options: { group: OPTIONAL_GROUP, type: { flags: ["--resource-type"] } },
    run: async (call) => {
      const all = valuesOf((await call.arm.send("GET", `${await below(call)}/resources`)).content);
      const type = call.args.get("type")?.toLowerCase();
      return all.filter((one) => type === undefined || String(one["type"]).toLowerCase() === type);
    },
  },
  {
    words: "resource delete",
    options: { ids: { flags: ["--ids"], many: true, required: true }, noWait: NO_WAIT },
    run: async ({ arm, args }) => {
      for (const id of args.all("ids")) {
        if (!id.startsWith("/subscriptions/")) throw new ShimError(`'${id}' is no resource id.`, 2);
        await arm.send("GET", id);
        await arm.send("DELETE", id);
      }
      return undefined;
    },
  },
  ...commandsOf(ACCOUNTS),
  listDeleted(
    "cognitiveservices account list-deleted",
    "Microsoft.CognitiveServices/deletedAccounts",
    ACCOUNTS.api,
  ),
  purge(
    "cognitiveservices account purge",
    { group: GROUP, name: NAME, location: LOCATION },
    "DELETE",
    (call) =>
      `Microsoft.CognitiveServices/locations/${part(call, "location")}/resourceGroups/${encodeURIComponent(call.args.need("group"))}/deletedAccounts/${nameIn(call)}`,
  ),
  ...commandsOf(GATEWAYS),
  listDeleted("apim deletedservice list", "Microsoft.ApiManagement/deletedservices", GATEWAYS.api),
  purge(
    "apim deletedservice purge",
    { name: { flags: ["--service-name", "-n"], required: true }, location: LOCATION },
    "DELETE",
    (call) => `Microsoft.ApiManagement/locations/${part(call, "location")}/deletedservices/${nameIn(call)}`,
  ),
  ...commandsOf(VAULTS),
  listDeleted("keyvault list-deleted", "Microsoft.KeyVault/deletedVaults", VAULTS.api),
  purge(
    "keyvault purge",
    { name: NAME, location: LOCATION },
    "POST",
    (call) => `Microsoft.KeyVault/locations/${part(call, "location")}/deletedVaults/${nameIn(call)}/purge`,
  ),
];
