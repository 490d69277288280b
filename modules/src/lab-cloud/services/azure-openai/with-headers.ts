import { AzureRefusal } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import { isSent } from "../../sent-answer.ts";
import type { LabRoute } from "../service.ts";
import type { AzureResource } from "./resource.ts";

/** Gives every answer and refusal of a route the headers that all of them have; those it has stay. */
export function withHeaders(resource: AzureResource, route: LabRoute): LabRoute {
  const handle = async (c: LabContext) => {
    try {
      const response = await route.handle(c);
      if (!isSent(response)) addMissing(response.headers, resource.headersOf(c));
      return response;
    } catch (error) {
      throw error instanceof AzureRefusal ? error.withHeaders(resource.headersOf(c)) : error;
    }
  };
  return { ...route, handle };
}

function addMissing(headers: Headers, more: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(more)) if (!headers.has(name)) headers.set(name, value);
}
