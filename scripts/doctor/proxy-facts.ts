import type { ProxyFacts } from "../../modules/src/doctor/index.ts";

/** The proxy that the environment names, and whether Node's own fetch goes through it. */
export function proxyFacts(environment: NodeJS.ProcessEnv): ProxyFacts {
  const proxy = namedProxy("https:", environment);
  return { used: isUsed(environment), ...(proxy && { https: proxy.host }) };
}

/** The proxy through which Node would reach an address; `undefined` when it goes there itself. */
export function proxyFor(address: URL, environment: NodeJS.ProcessEnv): URL | undefined {
  if (!isUsed(environment) || isExempt(address, environment)) return undefined;
  return namedProxy(address.protocol, environment);
}

const isUsed = ({ NODE_USE_ENV_PROXY, NODE_OPTIONS }: NodeJS.ProcessEnv) =>
  NODE_USE_ENV_PROXY === "1" || /--use-env-proxy\b/.test(NODE_OPTIONS ?? "");

function namedProxy(protocol: string, environment: NodeJS.ProcessEnv): URL | undefined {
  const name = protocol === "https:" ? "https_proxy" : "http_proxy";
  const text = environment[name] ?? environment[name.toUpperCase()];
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

/** NO_PROXY: names, names with a dot before them for all below, or `*`; with or without a port. */
function isExempt({ hostname, host }: URL, environment: NodeJS.ProcessEnv): boolean {
  const list = (environment.no_proxy ?? environment.NO_PROXY ?? "").toLowerCase().split(/[\s,]+/);
  return list.some((entry) => {
    if (entry === "") return false;
    if (entry === "*" || entry === hostname || entry === host) return true;
    return hostname.endsWith(entry.startsWith(".") ? entry : `.${entry}`);
  });
}
