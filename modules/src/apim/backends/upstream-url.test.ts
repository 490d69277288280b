import { expect, test } from "vitest";
import { upstreamUrl } from "./upstream-url.ts";

/** @param own what the policies have made of the path behind the API's own */
function urlFor(base: string, original: string, own: string): string {
  return upstreamUrl(new URL(base), {
    api: { path: "weather/mcp" },
    originalUrl: new URL(`https://gateway.test${original}`),
    request: { url: new URL(`https://gateway.test${own}`) },
  }).href;
}

test.each<readonly [what: string, base: string, original: string, own: string, url: string]>([
  ["the path behind the API's", "https://b.test/v1", "/weather/mcp/now", "/now", "https://b.test/v1/now"],
  ["the very path of the API", "https://b.test/mcp", "/weather/mcp", "/", "https://b.test/mcp"],
  ["the same with a slash", "https://b.test/mcp", "/weather/mcp/", "/", "https://b.test/mcp/"],
  ["the very path, to a bare host", "https://b.test", "/weather/mcp", "/", "https://b.test/"],
  [
    "a rewritten path",
    "https://b.test/v1",
    "/weather/mcp/now",
    "/forecast?d=1",
    "https://b.test/v1/forecast?d=1",
  ],
  [
    "a path that begins like the API's",
    "https://b.test",
    "/weather/mcp/weather/mcp",
    "/weather/mcp",
    "https://b.test/weather/mcp",
  ],
  [
    "both queries",
    "https://b.test/f?code=k",
    "/weather/mcp/x?q=1",
    "/x?q=1",
    "https://b.test/f/x?code=k&q=1",
  ],
  ["escapes stay", "https://b.test", "/weather/mcp/a%2Fb", "/a%2Fb?x=%20", "https://b.test/a%2Fb?x=%20"],
])("B1: %s", (_what, base, original, own, url) => {
  expect(urlFor(base, original, own)).toBe(url);
});
