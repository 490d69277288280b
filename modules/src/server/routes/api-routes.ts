import type { Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { chatCompletions } from "./chat-completions.ts";
import { compare } from "./compare.ts";
import { completions } from "./completions.ts";
import { withDocuments } from "./document-routes.ts";
import { embeddings } from "./embeddings.ts";
import { experimentsRoute } from "./experiments-route.ts";
import { feedbackRoute } from "./feedback.ts";
import { figuresRoute } from "./figures-route.ts";
import { health, probes } from "./health.ts";
import { modelRoutes } from "./models.ts";
import { patternsRoute } from "./patterns-route.ts";
import { ragQuery } from "./rag-query.ts";
import { responseRoutes } from "./responses.ts";
import { routerInfo } from "./router-info.ts";
import { routerPlan } from "./router-plan.ts";
import { workshopRoutes } from "./workshop-routes.ts";

/** Every operation of the API, in the order of the document. What the platform lacks is not offered. */
export function apiRoutes(platform: Platform): readonly Route[] {
  const { feedback, rag, patterns, replay, trials } = platform;
  return withDocuments([
    chatCompletions(platform),
    compare(platform),
    ...responseRoutes(platform),
    embeddings(platform),
    ...modelRoutes(platform),
    completions(platform),
    ...(feedback ? [feedbackRoute(feedback)] : []),
    ...(rag ? [ragQuery(platform, rag)] : []),
    figuresRoute(platform),
    ...routerInfo(platform),
    ...(replay ? [routerPlan(replay)] : []),
    ...(trials ? [experimentsRoute(trials)] : []),
    ...(patterns ? [patternsRoute(patterns)] : []),
    ...health(platform),
    ...probes(platform),
    ...workshopRoutes(platform),
  ]);
}
