import type { z } from "zod";
import { nearestName } from "../../config/nearest-name.ts";
import { type Fault, faultOrderSchema } from "./fault-order.ts";

/** One line on why an order cannot be used; it begins with the field, where one is wrong. */
export interface FaultProblem {
  readonly problem: string;
}

/** A deployment that faults may be ordered for. */
export interface FaultTarget {
  readonly name: string;
  readonly region: string;
}

/** @param body the order's JSON; `undefined` when it was none. */
export function readFaultOrder(body: unknown, targets: readonly FaultTarget[]): Fault | FaultProblem {
  if (body === undefined) return { problem: "the body is not valid JSON" };
  const parsed = faultOrderSchema.safeParse(body);
  if (!parsed.success) return { problem: describeIssue(parsed.error.issues[0]) };
  const problem = problemOf(parsed.data) ?? targetProblem(parsed.data, targets);
  return problem === undefined ? parsed.data : { problem };
}

/** `East US`, `eastus` and `EAST US` are one region. */
export const isSameRegion = (one: string, other: string): boolean => plainRegion(one) === plainRegion(other);

const plainRegion = (region: string) => region.toLowerCase().replaceAll(" ", "");

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
  return `${place}: ${message.replace(/^Invalid input: /, "")}`;
}

const FIELDS = Object.keys(faultOrderSchema.shape);

function unknownField(place: string, key: string): string {
  const name = key.slice(0, 60);
  if (place) return `${place}.${name}: there is no such field`;
  const nearest = nearestName(name, FIELDS);
  return nearest === undefined
    ? `${name}: there is no such field; there are ${FIELDS.join(", ")}`
    : `${name}: there is no such field; ${nearest} is meant?`;
}

/** What shapes an answer that does come. */
const SHAPES = ["stall", "cutAfterTokens", "malformed", "wrongModel", "empty"] as const;
/** What happens at a token, of which an empty answer has none. */
const AT_TOKENS = ["stall", "cutAfterTokens", "malformed"] as const;

function problemOf(fault: Fault): string | undefined {
  const shapes = SHAPES.filter((name) => fault[name] !== undefined);
  if (fault.status !== undefined && shapes[0])
    return `status: an error has no answer for ${shapes[0]} to change`;
  if (fault.reset && fault.status !== undefined) return "reset: without an answer there is no status";
  if (fault.reset && shapes[0]) return `reset: without an answer there is nothing for ${shapes[0]} to change`;
  if (fault.empty !== undefined) {
    const clash = (fault.empty === "body" ? SHAPES : AT_TOKENS).find(
      (name) => name !== "empty" && fault[name] !== undefined,
    );
    if (clash) return `empty: an answer with nothing in it leaves nothing for ${clash} to change`;
  }
  if (fault.seed !== undefined && fault.probability === undefined) return "seed: it needs a probability";
  const backwards =
    fault.schedule?.findIndex(({ fromMs, toMs }) => toMs !== undefined && toMs <= fromMs) ?? -1;
  if (backwards >= 0) return `schedule.${backwards}.toMs: it must be later than fromMs`;
  const acts = fault.status !== undefined || fault.reset || shapes.length > 0 || fault.delayMs > 0;
  if (acts || Object.keys(fault.headers).length > 0) return undefined;
  return `the order does nothing; it needs one of status, delayMs, reset, headers, ${SHAPES.join(", ")}`;
}

function targetProblem({ deployment, region }: Fault, targets: readonly FaultTarget[]): string | undefined {
  const inRegion = targets.filter((target) => region === undefined || isSameRegion(target.region, region));
  if (inRegion.length === 0) {
    return `region: "${shown(region)}" is none of ${unique(targets.map((target) => target.region))}`;
  }
  if (deployment === undefined || inRegion.some(({ name }) => name === deployment)) return undefined;
  const elsewhere = targets.filter(({ name }) => name === deployment);
  if (elsewhere.length > 0) {
    return `region: ${deployment} is in ${unique(elsewhere.map((target) => target.region))}, not in ${shown(region)}`;
  }
  return `deployment: "${shown(deployment)}" is none of ${unique(targets.map(({ name }) => name))}`;
}

const shown = (text = "") => text.slice(0, 60);

const unique = (names: readonly string[]) => [...new Set(names)].join(", ");
