import { z } from "zod";
import type { Feedback } from "../../experiments/feedback.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { bodyRefusal } from "./declared-answers.ts";

const body = z.object({
  request_id: z.string().min(1).max(200),
  rating: z.number().min(1).max(5),
  feedback: z.string().max(4000).optional(),
});

/** `POST /v1/feedback`: what a rating says of an answer moves what is thought of its model. */
export function feedbackRoute(feedback: Feedback): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/feedback",
    name: "giveFeedback",
    tag: "Orchestration",
    about: "Rates an answer from 1 (bad) to 5 (good) by its request id.",
    scope: "feedback",
    body,
    fields: Object.keys(body.shape),
    answers: {
      200: { about: "The rating is kept.", schema: z.looseObject({ status: z.string() }) },
      ...bodyRefusal,
    },
    metered: true,
    async handle({ body: { request_id, rating, feedback: words }, caller }) {
      const requestId = request_id.replace(/^chatcmpl-/, "");
      const score = await feedback.rate(
        { requestId, rating, ...(words !== undefined && { feedback: words }) },
        caller.tenant,
      );
      return {
        body: {
          status: "feedback recorded",
          model: score.model,
          quality_score: score.quality,
          ratings: score.ratings,
        },
      };
    },
  });
}
