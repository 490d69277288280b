import { AzureRefusal } from "../../azure-refusal.ts";
import { type KqlError, placeOf } from "../../telemetry/kql/kql-error.ts";

/** A query that cannot be run: the message begins with the place. */
export function badQuery(error: KqlError, query: string): AzureRefusal {
  const { line, column } = placeOf(query, error.offset);
  const message = `line ${line}, column ${column}: ${error.message}`;
  const innererror = { code: error.problem, message, line, pos: column };
  return new AzureRefusal(400, { code: "BadArgumentError", message, innererror });
}

export const badArgument = (message: string): AzureRefusal =>
  new AzureRefusal(400, { code: "BadArgumentError", message });

export const unauthorized = (message: string): AzureRefusal =>
  new AzureRefusal(401, { code: "AuthorizationRequiredError", message });

export const workspaceNotFound = (workspaceId: string): AzureRefusal =>
  new AzureRefusal(404, {
    code: "WorkspaceNotFoundError",
    message: `There is no workspace '${workspaceId.slice(0, 60)}' here; LOG_ANALYTICS_WORKSPACE_ID names the lab cloud's.`,
  });

export const resourceNotFound = (): AzureRefusal =>
  new AzureRefusal(404, {
    code: "PathNotFoundError",
    message:
      "The path names no resource of the lab cloud's subscription that has logs: a component of Application Insights, or a workspace.",
  });
