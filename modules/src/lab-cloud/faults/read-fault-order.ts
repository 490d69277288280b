import type { z } from "zod";
import { nearestName } from "../../config/nearest-name.ts";
import { clashProblem } from "./fault-clashes.ts";
import { type Fault, faultOrderSchema } from "./fault-order.ts";
import { aimProblem, type FaultTarget } from "./fault-target.ts";

/** One line on why an order cannot be used; it begins with the field, where one is wrong. */
export interface FaultProblem {
  readonly problem: string;
}

/** @param body the order's JSON; `undefined` when it was none. */
export function readFaultOrder(body: unknown, targets: readonly FaultTarget[]): Fault | FaultProblem {
  if (body === undefined) return { problem: "the body is not valid JSON" };
  const parsed = faultOrderSchema.safeParse(body);
  if (!parsed.success) return { problem: describeIssue(parsed.error.issues[0]) };
  const problem = clashProblem(parsed.data) ?? aimProblem(parsed.data, targets);
  return problem === undefined ? parsed.data : { problem };
}

type Issue = z.core.$ZodIssue;

function describeIssue(issue: Issue | undefined, above: readonly PropertyKey[] = []): string {
  if (!issue) return "the order cannot be read";
  const path = [...above, ...issue.path];
  // The form that is no `true` is the one that can be wrong inside.
  if (issue.code === "invalid_union") return describeIssue(issue.errors.at(-1)?.[0], path);
  const place = path.join(".");
  if (issue.code === "unrecognized_keys") return unknownField(place, issue.keys[0] ?? "");
  if (!place) return "the order must be a JSON object";
  const message = (issue.code === "invalid_key" && issue.issues[0]?.message) || issue.message;
  return `${place}: ${message.replace(/^Invalid (?:input|option): /, "")}`;
}

const FIELDS = Object.keys(faultOrderSchema.shape);

function unknownField(place: string, key: string): string {
  const name = key.slice(0, 60);
  if (place) return `${place}.${name}: there is no such field`;
  const nearest = nearestName(name, FIELDS);
  return nearest === undefined
    ? `${name}: there is no such field, but ${FIELDS.join(", ")}`
    : `${name}: there is no such field, but ${nearest}`;
}
