import { defineEnum, numbered } from "../types/define-enum.ts";
import { defineType, member } from "../types/type-definition.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { argumentNull } from "../values/net-exception.ts";
import { NetUri } from "../values/net-uri.ts";

export const uriPartial = defineEnum("System.UriPartial", numbered(["Scheme", "Authority", "Path", "Query"]));

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "ftp:": 21,
  "ws:": 80,
  "wss:": 443,
};

function portOf({ port, protocol }: URL): number {
  return port === "" ? (DEFAULT_PORTS[protocol] ?? -1) : Number(port);
}

function leftPart({ absolute }: NetUri, part: NetEnum): string {
  const scheme = `${absolute.protocol}//`;
  const authority = scheme + (absolute.username ? `${absolute.username}@` : "") + absolute.host;
  switch (part.name) {
    case "Scheme":
      return scheme;
    case "Authority":
      return authority;
    case "Path":
      return authority + absolute.pathname;
    default:
      return authority + absolute.pathname + absolute.search;
  }
}

/** .NET leaves only RFC 3986's unreserved signs as they are. */
function escapeData(text: string | null): string {
  if (text === null) throw argumentNull("stringToEscape");
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function unescapeData(text: string): string {
  // A lone percent sign stays as it is.
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function combine(base: NetUri, relative: string): NetUri {
  const url = new URL(relative, base.absolute);
  return new NetUri(url.href, url);
}

export const uri = defineType({
  name: "Uri",
  fullName: "System.Uri",
  holds: (value) => value instanceof NetUri,
  members: [
    member("new(string uriString)", (text: string | null) => {
      if (text === null) throw argumentNull("uriString");
      return NetUri.parse(text);
    }),
    member("new(Uri baseUri, string relativeUri)", combine),
    member("new(Uri baseUri, Uri relativeUri)", (base: NetUri, relative: NetUri) =>
      combine(base, relative.original),
    ),
    member("string Scheme", ({ absolute }: NetUri) => absolute.protocol.slice(0, -1)),
    member("string Host", ({ absolute }: NetUri) => absolute.hostname),
    member("string DnsSafeHost", ({ absolute }: NetUri) => absolute.hostname),
    member("int Port", ({ absolute }: NetUri) => portOf(absolute)),
    member("bool IsDefaultPort", ({ absolute }: NetUri) => absolute.port === ""),
    member("string Authority", ({ absolute }: NetUri) => absolute.host),
    member("string AbsolutePath", ({ absolute }: NetUri) => absolute.pathname),
    member("string LocalPath", ({ absolute }: NetUri) => unescapeData(absolute.pathname)),
    member("string AbsoluteUri", ({ absolute }: NetUri) => absolute.href),
    member("string PathAndQuery", ({ absolute }: NetUri) => absolute.pathname + absolute.search),
    member("string Query", ({ absolute }: NetUri) => absolute.search),
    member("string Fragment", ({ absolute }: NetUri) => absolute.hash),
    member(
      "string UserInfo",
      ({ absolute }: NetUri) => absolute.username + (absolute.password ? `:${absolute.password}` : ""),
    ),
    member("string OriginalString", ({ original }: NetUri) => original),
    member("bool IsAbsoluteUri", ({ url }: NetUri) => url !== undefined),
    member("string[] Segments", ({ absolute }: NetUri) => absolute.pathname.match(/[^/]*\/|[^/]+$/g) ?? []),
    member("string GetLeftPart(UriPartial part)", leftPart),
    member("static string EscapeDataString(string stringToEscape)", escapeData),
    member("static string UnescapeDataString(string stringToUnescape)", unescapeData),
    member("static string EscapeUriString(string stringToEscape)", (text: string) => encodeURI(text)),
    member("static bool CheckSchemeName(string schemeName)", (text: string | null) =>
      /^[a-z][a-z\d+.-]*$/i.test(text ?? ""),
    ),
    member("static string UriSchemeHttp", () => "http"),
    member("static string UriSchemeHttps", () => "https"),
  ],
});
