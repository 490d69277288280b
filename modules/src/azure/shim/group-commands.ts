import { NAME, NO_WAIT, type ShimCall, type ShimCommand, valuesOf, YES } from "./shim-command.ts";

const NAME_OF_GROUP = { ...NAME, flags: ["--name", "-n", "--resource-group", "-g"] } as const;

const pathOf = async ({ args, subscriptionPath }: ShimCall) =>
  `${await subscriptionPath()}/resourceGroups/${encodeURIComponent(args.need("name"))}`;

export const groupCommands: readonly ShimCommand[] = [
  {
    words: "group exists",
    options: { name: NAME_OF_GROUP },
    run: async (call) => (await call.arm.send("HEAD", await pathOf(call))).status === 204,
  },
  {
    words: "group show",
    options: { name: NAME_OF_GROUP },
    run: async (call) => (await call.arm.send("GET", await pathOf(call))).content,
  },
  {
    words: "group list",
    options: {},
    run: async ({ arm, subscriptionPath }) =>
      valuesOf((await arm.send("GET", `${await subscriptionPath()}/resourceGroups`)).content),
  },
  {
    words: "group create",
    options: {
      name: NAME_OF_GROUP,
      location: { flags: ["--location", "-l"], required: true },
      tags: { flags: ["--tags"], many: true },
    },
    run: async (call) => {
      const tags = Object.fromEntries(call.args.all("tags").map(splitTag));
      const order = { location: call.args.need("location"), tags };
      return (await call.arm.send("PUT", await pathOf(call), order)).content;
    },
  },
  {
    words: "group delete",
    options: { name: NAME_OF_GROUP, yes: YES, noWait: NO_WAIT },
    run: async (call) => {
      const { headers } = await call.arm.send("DELETE", await pathOf(call));
      const poll = headers.get("location");
      if (poll !== null && !call.args.has("noWait")) await call.arm.send("GET", poll);
      return undefined;
    },
  },
];

function splitTag(tag: string): readonly [string, string] {
  const at = tag.indexOf("=");
  return at < 0 ? [tag, ""] : [tag.slice(0, at), tag.slice(at + 1)];
}
