import type { z } from "zod";
import { nearestName } from "../../config/nearest-name.ts";
import { sayIssue } from "../../config/say-issue.ts";
import { ApiError } from "./api-error.ts";

/**
 * A value that has the shape.
 * @throws ApiError 400 that names each field that cannot be used, the first one as `param`
 */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown, what = "body"): T {
  const parsed = schema.safeParse(value, { error: sayIssue });
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues);
  const [first] = problems;
  throw new ApiError(
    `The request cannot be used: ${problems.slice(0, SHOWN).map(sayProblem(what)).join("; ")}.`,
    {
      status: 400,
      code: "INVALID_REQUEST",
      param: first === undefined || first.path.length === 0 ? undefined : fieldPath(first.path),
    },
  );
}

/** Problems told at once. */
const SHOWN = 5;

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A number beyond what a number holds breaks two limits of its field; the narrower one, which comes last, says enough. */
function problemsOf(issues: readonly z.core.$ZodIssue[]): readonly Problem[] {
  const told = new Map<string, Problem>();
  for (const issue of issues) {
    const problem = deepest(issue, []);
    told.set(`${issue.code} ${fieldPath(problem.path)}`, problem);
  }
  return [...told.values()];
}

const sayProblem = (what: string) => (problem: Problem) =>
  `${problem.path.length === 0 ? `the ${what}` : fieldPath(problem.path)} ${problem.message}`;

/**
 * Of a value that fits none of several forms, the problem of the form it comes closest to: what lies deepest in it, else what is
 * wrong with more than its kind.
 */
function deepest(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Problem {
  const path = [...above, ...issue.path];
  const here = { path, message: issue.message.replace(/, not a block of keys$|\.$/, "") };
  if (issue.code !== "invalid_union") return here;
  const inner = issue.errors.flatMap(([one]) => (one ? [deepest(one, path)] : []));
  const longest = inner.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (longest !== undefined && longest.path.length > path.length) return longest;
  const closer = issue.errors.find(([one]) => one !== undefined && one.code !== "invalid_type")?.[0];
  return closer === undefined ? here : deepest(closer, path);
}

/** `messages[0].role`, as OpenAI writes it. */
const fieldPath = (path: readonly PropertyKey[]) =>
  path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text ? `${text}.${String(key)}` : String(key);
  }, "");

/** Names up to this length are all near each other: `top_k`, which other servers take, is no slip of `top_p`. */
const SHORT = 5;

/**
 * Names of fields that nobody here knows. One that is nearly a known name is a slip of the hand.
 * @throws ApiError 400 for such a slip
 */
export function unknownFields(body: object, known: readonly string[]): readonly string[] {
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  for (const name of unknown) {
    const near = nearestName(name, known);
    if (near !== undefined && near.length > SHORT)
      throw new ApiError(`There is no field ${JSON.stringify(name.slice(0, 60))}.`, {
        status: 400,
        code: "UNKNOWN_FIELD",
        param: name.slice(0, 60),
        hint: `Did you mean ${near}?`,
      });
  }
  return unknown;
}
