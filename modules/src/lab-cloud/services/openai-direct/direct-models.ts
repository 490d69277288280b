import type { Deployment, Model } from "../../../catalog/index.ts";
import type { LabContext } from "../../lab-app.ts";
import type { AzureResource } from "../azure-openai/resource.ts";
import type { LabRoute } from "../service.ts";
import { modelNotFound } from "./openai-refusal.ts";
import { DIRECT } from "./openai-surface.ts";

/** OpenAI's models, each under its name and under its name with its version. */
export function directDeployments(models: readonly Model[]): readonly Deployment[] {
  return models
    .filter(({ publisher, kind }) => publisher === "OpenAI" && kind !== "router")
    .flatMap((model) => namesOf(model).map((name) => ({ name, model, region: "", resource: DIRECT })));
}

/** An embedding model's version is part of its name. */
const namesOf = ({ name, version, kind }: Model) =>
  kind === "embedding" ? [name] : [name, `${name}-${version}`];

/** `GET /v1/models`, and one of them. */
export function directModelRoutes(resource: AzureResource): readonly LabRoute[] {
  const models = (c: LabContext) =>
    resource.deploymentsOf(c).map(({ name, model: { version } }) => {
      const publishedMs = Date.parse(version);
      const created = Number.isNaN(publishedMs) ? 0 : Math.floor(publishedMs / 1000);
      return { id: name, object: "model", created, owned_by: "openai" };
    });
  const one = (c: LabContext) => {
    const name = c.req.param("model") ?? "";
    const found = models(c).find(({ id }) => id === name);
    if (!found) throw modelNotFound(name);
    return found;
  };
  const enter = (c: LabContext) => resource.enter(c, "direct");
  return [
    {
      method: "GET",
      path: "/v1/models",
      handle(c) {
        enter(c);
        return c.json({ object: "list", data: models(c) });
      },
    },
    {
      method: "GET",
      path: "/v1/models/:model",
      handle(c) {
        enter(c);
        return c.json(one(c));
      },
    },
  ];
}
