import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { z } from "zod";
import { explainError } from "../../../core/errors.ts";
import type { GatewayConfig } from "../gateway-config.ts";
import type { GatewaySource } from "../gateway-source.ts";
import { UsageError } from "./command-io.ts";

/** Flags that say what a gateway is made of; all commands know them. */
export const gatewayFlags = {
  config: { type: "string" },
  "base-dir": { type: "string" },
  policy: { type: "string" },
  backends: { type: "string" },
  "named-value": { type: "string", multiple: true },
  parameter: { type: "string", multiple: true },
  placeholder: { type: "string", multiple: true },
  fragment: { type: "string", multiple: true },
  subscription: { type: "string", multiple: true },
  token: { type: "string", multiple: true },
  "api-path": { type: "string" },
  "service-url": { type: "string" },
  "key-name": { type: "string" },
  resolve: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export const GATEWAY_FLAGS_HELP = `  --config FILE          the gateway as JSON (API, operations, subscriptions, policies, backends), or the Bicep file that
                         deploys it to Azure
  --base-dir DIR         paths in the configuration are relative to it (default: its own folder)
  --parameter K=V        a parameter of a Bicep file: text, or JSON; may be repeated, like all that take K=V

  instead of --config:
  --policy FILE          policy of one API that takes every address
  --backends FILE        backends: JSON [{ "name", "properties" }] or Bicep
  --named-value K=V      {{K}} in policies and backends
  --placeholder K=V      {K} in policies, replaced before they are read, as Bicep templates do it
  --fragment ID=FILE     a policy fragment
  --subscription ID=KEY  with one or more, requests need a key
  --token RESOURCE=TOKEN what authentication-managed-identity gets
  --api-path PATH        path of the API (default: none)
  --service-url URL      where the API's requests go without set-backend-service
  --key-name NAME        header and query parameter of the key (default: Ocp-Apim-Subscription-Key, subscription-key)

  --resolve FILE         JSON { "https://a.test": "http://127.0.0.1:4101" }: where requests to an origin really go; every
                         other origin is then refused
`;

const SHORT_FORMS = [
  "policy",
  "backends",
  "named-value",
  "placeholder",
  "fragment",
  "subscription",
  "token",
  "api-path",
  "service-url",
  "key-name",
] as const;

export type GatewayFlagValues = ReturnType<typeof parseArgs<{ options: typeof gatewayFlags }>>["values"];

/** @throws UsageError in one line */
export function parseFlags<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [said = ""] = explainError(error).split(/\.\s|\n/);
    throw new UsageError(`${said.replace(/\.$/, "")}. See --help.`);
  }
}

/** What the flags make of a gateway. @throws UsageError */
export function readSource(flags: GatewayFlagValues): GatewaySource {
  const short = SHORT_FORMS.filter((name) => flags[name] !== undefined);
  const parameters = readParameters(flags.parameter);
  if (flags.config !== undefined) {
    if (short.length > 0) throw new UsageError(`--config says everything; --${short[0]} goes without it.`);
    return { config: flags.config, baseDir: flags["base-dir"], parameters };
  }
  if (flags.policy === undefined && flags.backends === undefined && flags["service-url"] === undefined)
    throw new UsageError("Give --config FILE or --policy FILE. See --help.");
  return { config: shortConfig(flags), baseDir: flags["base-dir"] ?? "." };
}

function shortConfig(flags: GatewayFlagValues): GatewayConfig {
  const subscriptions = pairs("subscription", flags.subscription).map(([id, primaryKey]) => ({
    id,
    primaryKey,
  }));
  const keyName = flags["key-name"];
  const serviceUrl = flags["service-url"];
  return {
    api: {
      id: "api",
      path: flags["api-path"] ?? "",
      subscriptionRequired: subscriptions.length > 0,
      ...(serviceUrl !== undefined && { serviceUrl }),
      ...(keyName !== undefined && { subscriptionKeyParameterNames: { header: keyName, query: keyName } }),
    },
    subscriptions,
    ...(flags.policy !== undefined && { policies: { api: flags.policy } }),
    ...(flags.backends !== undefined && { backends: flags.backends }),
    backendParameters: readParameters(flags.parameter),
    fragments: Object.fromEntries(pairs("fragment", flags.fragment)),
    placeholders: Object.fromEntries(pairs("placeholder", flags.placeholder)),
    namedValues: Object.fromEntries(pairs("named-value", flags["named-value"])),
    managedIdentity: { tokens: Object.fromEntries(pairs("token", flags.token)) },
  };
}

function pairs(flag: string, texts: readonly string[] = []): readonly (readonly [string, string])[] {
  return texts.map((text) => {
    const at = text.indexOf("=");
    // The value may be a secret and is not repeated.
    if (at < 1) throw new UsageError(`--${flag} takes NAME=VALUE.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

/** `3`, `true` and `["a"]` are what they say; anything else is text. */
export function readParameters(texts: readonly string[] | undefined) {
  return Object.fromEntries(pairs("parameter", texts).map(([name, text]) => [name, readParameter(text)]));
}

function readParameter(text: string): z.infer<ReturnType<typeof z.json>> {
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    return text;
  }
}
