import { randomUUID } from "node:crypto";
import type { Deployment, Model } from "../../../catalog/index.ts";
import { PROVENANCE_HEADER } from "../../../chat/provenance.ts";
import { AzureRefusal } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { LabSecrets } from "../../trust/lab-secrets.ts";
import { isKey } from "../azure-openai/caller.ts";
import { eventStream } from "../azure-openai/event-stream.ts";
import { pacedEvents } from "../azure-openai/pace.ts";
import { type AzureResourceOptions, createAzureResource } from "../azure-openai/resource.ts";
import type { Served, Surface } from "../azure-openai/surface.ts";
import type { LabRoute, LabService } from "../service.ts";
import type { PublisherForm } from "./publisher-form.ts";
import { asPublishers, refused } from "./publisher-refusal.ts";

export interface PublisherServiceOptions extends Omit<AzureResourceOptions, "deployments" | "surface"> {
  readonly models: readonly Model[];
  readonly secrets: LabSecrets;
}

/** The models of the catalog that a publisher serves, under its names. */
export const publisherDeployments = (form: PublisherForm, models: readonly Model[]): readonly Deployment[] =>
  models
    .filter(({ kind }) => kind === "chat")
    .flatMap((model) =>
      form.namesOf(model).map((name) => ({ name, model, region: "", resource: form.name })),
    );

/** One publisher's own service: written answers in the form that it speaks. */
export function createPublisherService(form: PublisherForm, options: PublisherServiceOptions): LabService {
  const { models, secrets, clock } = options;
  const deployments = publisherDeployments(form, models);
  const resource = createAzureResource({ ...options, deployments, surface: surfaceOf(form, secrets) });

  const chat = async (c: LabContext): Promise<Response> => {
    resource.enter(c, "direct");
    const question = form.readQuestion(parseJson(await resource.readBody(c)), c);
    const served = resource.find(c, question.model);
    const completion = await resource.complete(c, served, question);
    const { headers, pace } = completion;
    const id = randomUUID().replaceAll("-", "").slice(0, 24);
    const created = Math.floor(clock.now() / 1000);
    const answer = { ...completion, id, created, name: served.deployment.name, question };
    if (question.stream) {
      await pace.begin();
      return eventStream(c, pacedEvents(pace, form.events(answer)), headers);
    }
    await pace.end();
    return Response.json(form.whole(answer), { headers });
  };
  const list = (c: LabContext): Response => {
    resource.enter(c, "direct");
    return Response.json(form.list(deployments), { headers: resource.headersOf(c) });
  };

  const routes: readonly LabRoute[] = [
    ...form.chatPaths.map(
      (path) => ({ method: "POST", path: `/${form.name}${path}`, handle: chat }) as const,
    ),
    ...form.listPaths.map((path) => ({ method: "GET", path: `/${form.name}${path}`, handle: list }) as const),
  ];
  return {
    name: form.name,
    title: form.title,
    provenance: "simulated",
    routes: routes.map((route) => inForm(route, form, resource.headersOf)),
    health: () => ({
      state: "ready",
      note: `Its own protocol at /${form.name}, answers written beforehand.`,
    }),
  };
}

function surfaceOf(form: PublisherForm, { publisherKey }: LabSecrets): Surface {
  return {
    forms: [],
    filters: false,
    enter(c) {
      const given = form.keyOf(c);
      if (given === undefined || !isKey(c, given, publisherKey)) throw refused(401, NO_KEY);
    },
    resourceOf: () => form.name,
    notFound: (name) => refused(404, name.slice(0, 100)),
    headers: (_, served: Served | undefined) => ({
      ...form.headers(served),
      [PROVENANCE_HEADER]: "simulated",
    }),
  };
}

const NO_KEY = "The API key is missing or wrong; the lab cloud's is in LAB_PUBLISHER_API_KEY.";

function inForm(
  route: LabRoute,
  form: PublisherForm,
  headersOf: (c: LabContext) => Record<string, string>,
): LabRoute {
  const handle = async (c: LabContext) => {
    try {
      return await route.handle(c);
    } catch (error) {
      throw error instanceof AzureRefusal ? asPublishers(error, form, headersOf(c)) : error;
    }
  };
  return { ...route, handle };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(400, "The body of the request is no JSON.");
  }
}
