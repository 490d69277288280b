import { Hono } from "hono";
import { PROVENANCE_HEADER } from "../../chat/provenance.ts";
import { paths } from "../../config/paths.ts";
import type { Clock } from "../../core/clock.ts";
import { explainError } from "../../core/errors.ts";
import { type Logger, silentLogger } from "../../core/logger.ts";
import { clientGone, isClientGone } from "../client-gone.ts";
import type { LabApp, LabContext, LabEnv } from "../lab-app.ts";
import { readBody } from "../request-body.ts";
import { isoWithOffset } from "./foundry-local-answer.ts";
import { answerChat } from "./foundry-local-chat.ts";
import type { ChatSource, FoundryLocalModel } from "./foundry-local-model.ts";
import {
  bodyTooLarge,
  FoundryLocalRefusal,
  modelNotFound,
  notLoaded,
  refusalOf,
} from "./foundry-local-refusal.ts";
import { readFoundryLocalCall } from "./foundry-local-request.ts";

export interface FoundryLocalOptions {
  readonly models: readonly FoundryLocalModel[];
  readonly clock: Clock;
  /** Address of the running service, `http://127.0.0.1:5273`. Asked at each `/status`, as it is known only once it listens. */
  endpoint(): string;
  /** Folder of the model files, as `/status` tells it; default `.cache/models`. */
  readonly modelFolder?: string;
  readonly logger?: Logger;
}

/** Room for a 2 MB prompt, which the model then refuses with its own words. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** Version that the one build of each model has. */
const VERSION = ":0";

/**
 * The web service of Foundry Local 1.2.3 over models in this process: discovery, loading and unloading, chat whole and
 * streamed. Differences from the real one: a chat with a model that does not exist answers 404 `model_not_found`, a chat
 * while the model is being loaded waits for it, what is not emulated (`/v1/responses`) answers 501 and says so, and every
 * answer has `x-lab-provenance`.
 * Loads nothing by itself; call `load()` of a model to have it ready at the start, and `unload()` at the end.
 */
export function createFoundryLocal(options: FoundryLocalOptions): LabApp {
  const { models, logger = silentLogger } = options;
  const app = new Hono<LabEnv>({ strict: false });
  const find: FindModel = (id) => models.find((model) => namesOf(model).includes(withoutVersion(id)));
  app.use(async (c, next) => {
    c.set("service", "foundry-local");
    await next();
    if (!c.res.headers.has(PROVENANCE_HEADER))
      c.res.headers.set(PROVENANCE_HEADER, models[0]?.provenance ?? "simulated");
  });
  app.onError((error, c) => {
    if (isClientGone(c)) return clientGone();
    if (!(error instanceof FoundryLocalRefusal))
      logger.error(explainError(error), { service: "foundry-local" });
    return refusalOf(error).toResponse();
  });
  addDiscovery(app, options, find);
  addLoading(app, models, find, logger);
  addChat(app, options.clock, find);
  addUnknown(app);
  return app;
}

type FindModel = (id: string) => FoundryLocalModel | undefined;

function addDiscovery(
  app: LabApp,
  { models, endpoint, modelFolder }: FoundryLocalOptions,
  find: FindModel,
): void {
  app.get("/status", (c) =>
    c.json({
      endpoints: [endpoint()],
      modelDirPath: modelFolder ?? paths.models,
      pipeName: null,
      isAutoRegistrationResolved: true,
      autoRegistrationStatus: "Nothing to register: the models run on the CPU.",
    }),
  );
  app.get("/v1/models", (c) =>
    c.json({
      data: models.map(describeModel),
      IsDelta: false,
      Successful: true,
      HttpStatusCode: 0,
      object: "list",
    }),
  );
  app.get("/v1/models/:id", (c) => {
    const id = c.req.param("id");
    const model = find(id);
    if (!model) throw modelNotFound(id);
    return c.json(describeModel(model));
  });
}

function addLoading(
  app: LabApp,
  models: readonly FoundryLocalModel[],
  find: FindModel,
  logger: Logger,
): void {
  app.get("/models/loaded", (c) =>
    c.json(models.filter((model) => model.source).map((model) => model.name + VERSION)),
  );
  app.get("/models/load/:id", async (c) => {
    const model = find(c.req.param("id"));
    if (!model) return c.body(null, 500);
    try {
      await model.load();
      return c.body(null, 200);
    } catch (error) {
      logger.error(explainError(error), { service: "foundry-local", model: model.name });
      return c.body(null, 500);
    }
  });
  app.get("/models/unload/:id", async (c) => {
    const model = find(c.req.param("id"));
    await model?.unload();
    return c.body(null, model ? 200 : 500);
  });
}

function addChat(app: LabApp, clock: Clock, find: FindModel): void {
  let answers = 0;
  app.post("/v1/chat/completions", async (c) => {
    const call = readFoundryLocalCall(await readBody(c, BODY_LIMIT_BYTES, bodyTooLarge));
    const asked = call.request.model;
    c.set("deployment", asked);
    c.set("messageCount", call.request.messages.length);
    const model = find(asked);
    if (!model) throw modelNotFound(asked);
    const source = await sourceOf(model, asked);
    const head = { model: asked, id: `chat.id.${++answers}`, createdAtMs: clock.now() };
    return await answerChat({ call, model, source, head, gone: c.req.raw.signal });
  });
}

/** What the real service answers with 404, though other versions and other servers have it. */
const ABSENT = [
  "/",
  "/health",
  "/foundry/list",
  "/openai/models",
  "/openai/status",
  "/v1/completions",
  "/v1/conversations/*",
];

/** As routes, because an app that this one is mounted in does not call its notFound. */
function addUnknown(app: LabApp): void {
  for (const path of ABSENT) app.all(path, absent);
  app.all("*", notEmulated);
}

async function sourceOf(model: FoundryLocalModel, asked: string): Promise<ChatSource> {
  if (model.source) return model.source;
  if (model.state !== "loading") throw notLoaded(asked);
  return await model.load();
}

const absent = (c: LabContext): Response =>
  new FoundryLocalRefusal(404, `Foundry Local has no ${askedFor(c)}.`, "not_found").toResponse();

/** The real service may have it; here nothing pretends to. */
function notEmulated(c: LabContext): Response {
  const message = `${askedFor(c)} is not emulated by the lab cloud; use POST /v1/chat/completions.`;
  return new FoundryLocalRefusal(501, message, "not_emulated", { "x-should-retry": "false" }).toResponse();
}

const askedFor = (c: LabContext) => `${c.req.method} ${c.req.path.slice(0, 200)}`;

const withoutVersion = (id: string) => id.toLowerCase().replace(/:\d+$/, "");

const namesOf = ({ name, aliases }: FoundryLocalModel) =>
  [name, ...aliases].map((text) => text.toLowerCase());

const describeModel = ({ name }: FoundryLocalModel) => ({
  id: name,
  owned_by: "",
  permission: [],
  created: 0,
  CreatedTime: isoWithOffset(0),
  parent: name,
  IsDelta: false,
  Successful: true,
  HttpStatusCode: 0,
  object: "model",
});
