import type { BicepPosition, BicepProblem } from "./bicep-error.ts";
import type { ApiDefinition, GatewayDefinition, ProductDefinition } from "./gateway-definition.ts";
import type { GatewayFromBicep } from "./read-gateway-from-bicep.ts";
import { lastNameOf } from "./resource-id.ts";
import { isPlainList, objectOf } from "./runtime-state.ts";
import type { PlainObject } from "./value.ts";

type Checked = Pick<GatewayFromBicep, "config" | "backendPositions">;

/**
 * Finds backends that deploy and yet do not work: the gateway takes an API's path off a request and puts the backend's url in its
 * place, so a url without `/openai` loses it; and a backend that no policy names is passed by, its circuit breaker with it.
 */
export function checkBackendFormat({ config, backendPositions }: Checked): readonly BicepProblem[] {
  const nowhere: BicepPosition = { file: "the deployment", line: 1, column: 1 };
  return [...findWrong(config)].map(({ message, backend }) => ({
    message,
    ...(backendPositions.get(backend) ?? [...backendPositions.values()][0] ?? nowhere),
  }));
}

interface Wrong {
  readonly message: string;
  readonly backend: string;
}

function* findWrong(config: GatewayDefinition): Generator<Wrong> {
  const mentioned = mentionedNames(config);
  const targets = new Map(config.apis.map((api) => [api, targetsOf(api, config)] as const));
  for (const [api, backends] of targets) if (backends.size === 0) yield* passedBy(api, config);
  for (const { name, properties } of config.backends) {
    if (!mentioned.has(name) && !mentioned.has(ANY))
      yield {
        backend: name,
        message: `No policy sends anything to the backend "${name}": its url and its breaker have no effect.`,
      };
    yield* checkUrl(name, properties);
    for (const [api, backends] of targets) if (backends.has(name)) yield* checkPath(name, properties, api);
  }
}

function* passedBy(api: ApiDefinition, { backends }: GatewayDefinition): Generator<Wrong> {
  const [first] = backends;
  if (!first || api.serviceUrl === undefined) return;
  yield {
    backend: first.name,
    message: `The API "${api.id}" sends to its serviceUrl and past every backend; name one in its policy: <set-backend-service backend-id="…" />.`,
  };
}

/** Stands for a name that an expression makes. */
const ANY = "@";

/** Names in any attribute of any policy that names a backend, and the members of pools among them. */
function mentionedNames(config: GatewayDefinition): ReadonlySet<string> {
  const texts = [...config.apis, ...config.products].flatMap((owner) => policiesOf(owner));
  return namesIn(
    [config.policies?.global, ...texts, ...Object.values(config.fragments)],
    /backend-id="([^"]+)"/g,
    config,
  );
}

/** Backends that requests of an API are sent to. */
function targetsOf(api: ApiDefinition, config: GatewayDefinition): ReadonlySet<string> {
  const products = config.products.filter(({ apis }) => apis.includes(api.id)).flatMap(policiesOf);
  const texts = [
    config.policies?.global,
    ...products,
    ...policiesOf(api),
    ...Object.values(config.fragments),
  ];
  return namesIn(texts, /<set-backend-service\b[^>]*?\bbackend-id="([^"]+)"/g, config);
}

function policiesOf(owner: ApiDefinition | ProductDefinition): readonly (string | undefined)[] {
  const operations = "operations" in owner ? owner.operations : [];
  return [owner.policy, ...operations.map(({ policy }) => policy)];
}

function namesIn(
  texts: readonly (string | undefined)[],
  pattern: RegExp,
  config: GatewayDefinition,
): ReadonlySet<string> {
  const found = texts.flatMap((text) => [...(text ?? "").matchAll(pattern)].map((match) => match[1] ?? ""));
  const named = found.map((name) => config.namedValues[/^\{\{(.+)\}\}$/.exec(name)?.[1] ?? ""] ?? name);
  return new Set(
    named.flatMap((name) => (name.startsWith(ANY) ? [ANY] : [name, ...membersOf(name, config)])),
  );
}

function membersOf(name: string, { backends }: GatewayDefinition): readonly string[] {
  const pool = objectOf(backends.find((backend) => backend.name === name)?.properties.pool);
  const services = pool.services;
  return isPlainList(services)
    ? services.map((service) => lastNameOf(String(objectOf(service).id ?? "")))
    : [];
}

function* checkUrl(name: string, { url }: PlainObject): Generator<Wrong> {
  if (typeof url !== "string" || !URL.canParse(url)) return;
  if (/\/{2,}/.test(new URL(url).pathname))
    yield { backend: name, message: `The url of "${name}" has two slashes in its path: ${url}.` };
}

/** Hosts of which every model address begins with `/openai`. */
const MODEL_HOST = /\.(?:openai|cognitiveservices)\.azure\.com$/;

function* checkPath(name: string, { url }: PlainObject, api: ApiDefinition): Generator<Wrong> {
  if (typeof url !== "string" || !URL.canParse(url)) return;
  const { hostname, pathname } = new URL(url);
  const serves = api.operations.find(({ urlTemplate }) =>
    /^\/(?:deployments|responses|v1)(?:\/|$)/.test(urlTemplate),
  );
  if (!MODEL_HOST.test(hostname) || !serves || /\/openai(?:\/|$)/.test(pathname)) return;
  const address = `${pathname.replace(/\/$/, "")}${serves.urlTemplate}`;
  yield {
    backend: name,
    message: `The url of "${name}" must end in /openai: the gateway takes the API's path off, so ${serves.method} ${serves.urlTemplate} would ask the model's host for ${address}.`,
  };
}
