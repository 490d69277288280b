import type { IncomingHttpHeaders } from "node:http";
import type { RequestContext } from "../../chat/request-context.ts";
import type { Caller } from "../access/caller.ts";
import { ApiError } from "./api-error.ts";

const PROJECT = /^[\w.-]{1,64}$/;

/**
 * Who asks, as the key and the headers `x-project` and `x-priority` say; a project that the key names stands.
 * @throws ApiError 400 for a header that cannot be used
 */
export function readContext(
  headers: IncomingHttpHeaders,
  caller: Caller,
): Omit<RequestContext, "requestId" | "signal"> {
  const { tenant, client } = caller;
  const project = caller.project ?? readProject(headers);
  const priority = readPriority(headers);
  return {
    tenant,
    client,
    ...(project !== undefined && { project }),
    ...(priority !== undefined && { priority }),
  };
}

function readProject({ "x-project": project }: IncomingHttpHeaders): string | undefined {
  if (project === undefined || (typeof project === "string" && PROJECT.test(project))) return project;
  throw badHeader("x-project", "must be 1 to 64 letters, digits, dots, dashes or underscores");
}

function readPriority({ "x-priority": priority }: IncomingHttpHeaders): RequestContext["priority"] {
  if (priority === undefined || priority === "high" || priority === "normal" || priority === "low")
    return priority;
  throw badHeader("x-priority", "must be high, normal or low");
}

export const badHeader = (name: string, problem: string) =>
  new ApiError(`The header ${name} ${problem}.`, { status: 400, code: "INVALID_HEADER", param: name });
