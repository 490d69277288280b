import type { MiddlewareHandler } from "hono";
import type { LabContext, LabEnv } from "./lab-app.ts";

/**
 * Lets a request pass only when it asks for this machine by name and, if a page sent it, when that page is ours.
 *
 * These routes have no key. A web page anywhere can make a browser send requests to 127.0.0.1, and by changing what its
 * own name resolves to (DNS rebinding) can even read the answers. Such a request carries the page's host name in `Host`,
 * or its address in `Origin`; a lab, curl or our own page does not.
 */
export const loopbackOnly: MiddlewareHandler<LabEnv> = async (c, next) => {
  const host = c.req.header("host") ?? "";
  if (!isLoopback(host)) {
    return c.json({ error: { code: "HostRefused", message: "Ask for localhost or 127.0.0.1." } }, 403);
  }
  if (isForeignPage(c, host)) {
    return c.json(
      { error: { code: "OriginRefused", message: "Pages of other origins may not ask this." } },
      403,
    );
  }
  await next();
  return undefined;
};

const LOOPBACK = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

const isLoopback = (host: string) => LOOPBACK.test(host);

/**
 * Browsers name the sender in `Origin`, or where they leave that out (plain GET) at least its relation to us. Following a
 * link to us is fine: the page it was on cannot read what opens.
 */
function isForeignPage(c: LabContext, host: string): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined) return origin !== `http://${host}` && origin !== `https://${host}`;
  const site = c.req.header("sec-fetch-site");
  const isElsewhere = site === "cross-site" || site === "same-site";
  return isElsewhere && c.req.header("sec-fetch-mode") !== "navigate";
}
