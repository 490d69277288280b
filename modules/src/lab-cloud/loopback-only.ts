import type { MiddlewareHandler } from "hono";
import type { LabContext, LabEnv } from "./lab-app.ts";

export interface LoopbackOnlyOptions {
  /** Other pages may link to it: a page to be looked at, which changes nothing. */
  readonly linkable?: boolean;
}

const NO_FRAMES = "frame-ancestors 'none'";

/**
 * Lets a request pass only when it asks for this machine by name and, if a page sent it, when that page is ours.
 *
 * These routes have no key, and some change state at a plain GET. A web page anywhere can make a browser send requests to
 * 127.0.0.1 (a picture, a frame, a link), and by changing what its own name resolves to (DNS rebinding) can even read the
 * answers. Such a request carries the page's host name in `Host`, its address in `Origin`, or its relation to us in
 * `Sec-Fetch-Site`; a lab, curl or our own page does not.
 */
export function loopbackOnly({ linkable = false }: LoopbackOnlyOptions = {}): MiddlewareHandler<LabEnv> {
  return async (c, next) => {
    const host = c.req.header("host") ?? "";
    if (!isLoopback(host)) {
      return c.json({ error: { code: "HostRefused", message: "Ask for localhost or 127.0.0.1." } }, 403);
    }
    if (isForeignPage(c, host) && !(linkable && isFollowedLink(c))) {
      return c.json(
        { error: { code: "OriginRefused", message: "Pages of other origins may not ask this." } },
        403,
      );
    }
    await next();
    if (!c.res.headers.has("content-security-policy")) c.header("content-security-policy", NO_FRAMES);
    return undefined;
  };
}

const LOOPBACK = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

const isLoopback = (host: string) => LOOPBACK.test(host);

/** Whether a request asks for this machine by name, and no page of another origin sent it. */
export function isFromHere(c: LabContext): boolean {
  const host = c.req.header("host") ?? "";
  return isLoopback(host) && !isForeignPage(c, host);
}

/** Browsers name the sender in `Origin`, or where they leave that out (plain GET) at least its relation to us. */
function isForeignPage(c: LabContext, host: string): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined) return origin !== `http://${host}` && origin !== `https://${host}`;
  const site = c.req.header("sec-fetch-site");
  return site === "cross-site" || site === "same-site";
}

/** What opens in a tab of its own cannot be read by the page it was linked on; a frame is no link. */
const isFollowedLink = (c: LabContext) =>
  c.req.method === "GET" &&
  c.req.header("origin") === undefined &&
  c.req.header("sec-fetch-mode") === "navigate" &&
  c.req.header("sec-fetch-dest") === "document";
