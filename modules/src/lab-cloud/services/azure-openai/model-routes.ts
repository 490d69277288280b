import { resourceNotFound } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { LabRoute } from "../service.ts";
import { describeModels } from "./model-list.ts";
import type { AzureResource, RouteForm } from "./resource.ts";

/** The list of base models, and one of it. */
export function modelRoutes(resource: AzureResource): readonly LabRoute[] {
  const models = describeModels(resource.deployments);

  const list = (form: RouteForm) => (c: LabContext) => {
    resource.enter(c, form);
    return c.json({ object: "list", data: models });
  };
  const one = (form: RouteForm) => (c: LabContext) => {
    resource.enter(c, form);
    const found = models.find((model) => model.id === c.req.param("model"));
    if (!found) throw resourceNotFound();
    return c.json(found);
  };

  return [
    { method: "GET", path: "/openai/models", handle: list("dated") },
    { method: "GET", path: "/openai/models/:model", handle: one("dated") },
    { method: "GET", path: "/openai/v1/models", handle: list("v1") },
    { method: "GET", path: "/openai/v1/models/:model", handle: one("v1") },
  ];
}
