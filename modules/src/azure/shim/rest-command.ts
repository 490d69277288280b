import { resolve } from "node:path";
import { explainError } from "../../core/errors.ts";
import { readText } from "./read-template-parameters.ts";
import type { ShimCommand } from "./shim-command.ts";
import { ShimError } from "./shim-error.ts";

const AZURE = /^https:\/\/management\.azure\.com(?=\/)/i;

/** Any request to Resource Manager; what is addressed to Azure goes to the lab cloud. */
export const restCommand: ShimCommand = {
  words: "rest",
  options: {
    method: { flags: ["--method", "-m"] },
    url: { flags: ["--url", "--uri", "-u"], required: true },
    body: { flags: ["--body", "-b"] },
    headers: { flags: ["--headers"], many: true },
  },
  run: async ({ arm, args, cwd, subscriptionPath }) => {
    const subscription = (await subscriptionPath()).split("/").at(-1) ?? "";
    const path = args.need("url").replace(AZURE, "").replaceAll("{subscriptionId}", subscription);
    if (!path.toLowerCase().startsWith("/subscriptions"))
      throw new ShimError(
        "The labs' az asks Resource Manager only: /subscriptions/… or https://management.azure.com/subscriptions/….",
        2,
      );
    const method = (args.get("method") ?? "get").toUpperCase();
    return (await arm.send(method, path, readBody(args.get("body"), cwd))).content;
  },
};

function readBody(given: string | undefined, cwd: string): unknown {
  if (given === undefined) return undefined;
  const text = given.startsWith("@") ? readText(resolve(cwd, given.slice(1)), given.slice(1)) : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ShimError(`--body is no JSON: ${explainError(error)}`, 2);
  }
}
