import { createHash } from "node:crypto";
import type { HeaderMap } from "../pipeline/header-map.ts";
import type { PoolBackend } from "./backend-definition.ts";

/** Keeps a caller at one member of a pool by a cookie. */
export interface SessionCookie {
  /** The member that the request's cookie names, when it is one of this pool. */
  memberOf(request: HeaderMap): string | undefined;
  /** Makes the response give the caller a session at `member`. */
  give(response: HeaderMap, member: string, sessionId: string): void;
}

/**
 * The value is `SESSION.MEMBER`: an id of the session, and a digest that says the member without giving its name away.
 * The gateway keeps no list of sessions, so a restart or a reload loses none.
 */
export function createSessionCookie({ name, members, affinity }: PoolBackend): SessionCookie | undefined {
  if (!affinity) return undefined;
  const digests = new Map(members.map((member) => [member.name, digestOf(name, member.name)]));
  const byDigest = new Map([...digests].map(([member, digest]) => [digest, member]));
  return {
    memberOf: (request) => byDigest.get(cookieOf(request, affinity.cookieName)?.split(".").at(-1) ?? ""),
    give: (response, member, sessionId) => {
      const value = `${sessionId.replaceAll("-", "")}.${digests.get(member)}`;
      response.append("Set-Cookie", `${affinity.cookieName}=${value}; Path=/; HttpOnly`);
    },
  };
}

const digestOf = (pool: string, member: string) =>
  createHash("sha256").update(`${pool}\n${member}`).digest("hex").slice(0, 16);

function cookieOf(headers: HeaderMap, name: string): string | undefined {
  for (const line of headers.values("cookie")) {
    for (const pair of line.split(/[;,]/)) {
      const [key, ...value] = pair.split("=");
      if (key?.trim() === name)
        return value
          .join("=")
          .trim()
          .replace(/^"(.*)"$/, "$1");
    }
  }
  return undefined;
}
