import { resourceNotFound } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { LabRoute } from "../service.ts";
import { describeModels } from "./model-list.ts";
import type { AzureResource } from "./resource.ts";
import { prefixOf } from "./route-form.ts";

/** The list of base models, and one of it. */
export function modelRoutes(resource: AzureResource): readonly LabRoute[] {
  const modelsFor = (c: LabContext) => describeModels(resource.deploymentsOf(c));

  return resource.forms.flatMap((form): LabRoute[] => [
    {
      method: "GET",
      path: `${prefixOf[form]}/models`,
      handle(c) {
        resource.enter(c, form);
        return c.json({ object: "list", data: modelsFor(c) });
      },
    },
    {
      method: "GET",
      path: `${prefixOf[form]}/models/:model`,
      handle(c) {
        resource.enter(c, form);
        const found = modelsFor(c).find((model) => model.id === c.req.param("model"));
        if (!found) throw resourceNotFound();
        return c.json(found);
      },
    },
  ]);
}
