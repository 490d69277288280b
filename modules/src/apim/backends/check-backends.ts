import { nearestName } from "../documents/nearest-name.ts";
import type { BackendResource } from "./backend-schema.ts";
import { isPool, lastSegment } from "./define-backend.ts";
import type { BackendFinding } from "./read-backends.ts";

interface PlacedResource {
  /** Undefined when its form is wrong, which has been told already. */
  readonly resource: BackendResource | undefined;
  readonly path: readonly PropertyKey[];
}

/** What a form alone cannot say: what belongs together, what is not emulated, which names exist. */
export function checkBackends(
  placed: readonly PlacedResource[],
  problems: BackendFinding[],
  warnings: BackendFinding[],
): void {
  const known = placed.flatMap(({ resource }) => (resource ? [resource] : []));
  const isComplete = known.length === placed.length;
  for (const [index, { resource, path }] of placed.entries()) {
    if (!resource) continue;
    problems.push(...checkName(resource, placed.slice(0, index), path));
    if (isPool(resource)) {
      problems.push(...checkPool(resource, isComplete ? known : undefined, path));
      warnings.push(...warnOfPool(resource, path));
    } else problems.push(...checkSingle(resource, path));
    problems.push(...findNotEmulated(resource, path));
  }
}

function* checkName({ name }: BackendResource, before: readonly PlacedResource[], path: Path): Found {
  const own = lastSegment(name);
  if (!/^[A-Za-z0-9](?:[\w-]{0,78}[A-Za-z0-9])?$/.test(own))
    yield {
      message: `"${own}" is no name of a backend: 1 to 80 letters, digits and hyphens.`,
      path: [...path, "name"],
    };
  if (before.some(({ resource }) => resource && sameName(lastSegment(resource.name), own)))
    yield { message: `There are two backends "${own}".`, path: [...path, "name"] };
}

function* checkSingle({ name, properties }: BackendResource, path: Path): Found {
  const { url, pool, circuitBreaker } = properties;
  if (pool)
    yield {
      message: `${name} has a pool but the type Single; write "type": "Pool".`,
      path: [...path, "properties", "type"],
    };
  if (url === undefined) yield { message: `${name} has no url.`, path: [...path, "properties"] };
  else if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    yield {
      message: `The url of ${name} must be an address such as https://HOST/PATH, not "${url}".`,
      path: [...path, "properties", "url"],
    };
  const condition = circuitBreaker?.rules?.[0]?.failureCondition;
  if (!condition) return;
  const place = [...path, "properties", "circuitBreaker", "rules", 0, "failureCondition"];
  if (condition.percentage !== undefined)
    yield {
      message: `The circuit breaker of ${name} trips at a percentage, which is not emulated; use "count".`,
      path: [...place, "percentage"],
    };
  else if (condition.count === undefined)
    yield {
      message: `The failureCondition of ${name} has no count: how many failures within the interval trip it.`,
      path: place,
    };
  if ((condition.statusCodeRanges ?? []).length === 0 && (condition.errorReasons ?? []).length === 0)
    yield {
      message: `The failureCondition of ${name} needs statusCodeRanges: which answers are failures.`,
      path: place,
    };
}

function* checkPool(
  { name, properties }: BackendResource,
  known: readonly BackendResource[] | undefined,
  path: Path,
): Found {
  const { pool } = properties;
  if (!pool)
    yield { message: `${name} is of type Pool and has no pool { services }.`, path: [...path, "properties"] };
  const ids = (pool?.services ?? []).map(({ id }) => lastSegment(id));
  for (const [index, id] of ids.entries()) {
    const place = [...path, "properties", "pool", "services", index, "id"];
    const member = known?.find((resource) => sameName(lastSegment(resource.name), id));
    if (known && !member)
      yield {
        message: `The pool ${name} has the member "${id}", which does not exist. ${others(known, id)}`,
        path: place,
      };
    if (member && isPool(member))
      yield {
        message: `The pool ${name} has the member "${id}", which is a pool itself; members must be single backends.`,
        path: place,
      };
    if (ids.findIndex((earlier) => sameName(earlier, id)) < index)
      yield { message: `The pool ${name} has the member "${id}" twice.`, path: place };
  }
}

const others = (known: readonly BackendResource[], id: string) =>
  nearestName(
    id,
    known.filter((resource) => !isPool(resource)).map(({ name }) => lastSegment(name)),
    "backends",
  );

/** Known parts that would change what is sent, and how. */
function* findNotEmulated({ name, properties }: BackendResource, path: Path): Found {
  const parts: readonly (readonly [present: unknown, what: string, at: readonly string[]])[] = [
    [properties.proxy, "an outgoing proxy", ["proxy"]],
    [properties.credentials?.certificate?.length, "client certificates", ["credentials", "certificate"]],
    [
      properties.credentials?.certificateIds?.length,
      "client certificates",
      ["credentials", "certificateIds"],
    ],
    [properties.properties?.serviceFabricCluster, "Service Fabric", ["properties", "serviceFabricCluster"]],
    [properties.protocol === "soap" || undefined, "the protocol soap", ["protocol"]],
  ];
  for (const [present, what, at] of parts)
    if (present !== undefined && present !== 0)
      yield { message: `${name} uses ${what}, which is not emulated.`, path: [...path, "properties", ...at] };
}

function* warnOfPool({ name, properties }: BackendResource, path: Path): Found {
  const services = properties.pool?.services ?? [];
  const place = [...path, "properties", "pool", "services"];
  if (services.length > 0 && services.every(({ weight }) => weight === 0))
    yield {
      message: `Every member of ${name} has the weight 0: nothing is ever sent and each request gets 503.`,
      path: place,
    };
  for (const priority of new Set(services.map((service) => service.priority))) {
    const group = services.filter((service) => service.priority === priority);
    const unweighted = group.filter(({ weight }) => weight === undefined);
    if (unweighted.length > 0 && unweighted.length < group.length)
      yield {
        message: `${listed(unweighted)} of ${name} without a weight beside members that have one; 1 is taken.`,
        path: place,
      };
  }
  const unranked = services.filter(({ priority }) => priority === undefined);
  if (unranked.length > 0 && unranked.length < services.length)
    yield {
      message: `${listed(unranked)} of ${name} without a priority beside members that have one; they come last.`,
      path: place,
    };
  for (const part of ["circuitBreaker", "credentials"] as const)
    if (properties[part])
      yield {
        message: `The ${part} of the pool ${name} has no effect: it belongs to its members.`,
        path: [...path, "properties", part],
      };
}

const listed = (services: readonly { readonly id: string }[]) =>
  `${services.map(({ id }) => lastSegment(id)).join(", ")} ${services.length === 1 ? "is a member" : "are members"}`;

/** Names of resources are the same in capitals and small letters. */
const sameName = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

type Path = readonly PropertyKey[];
type Found = Generator<BackendFinding>;
