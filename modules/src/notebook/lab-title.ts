import { readFileSync } from "node:fs";
import { z } from "zod";
import { ExerciseError } from "../core/errors.ts";

const labsShape = z.array(z.object({ number: z.string(), title: z.string() }));

/**
 * The title of a lab in `labs/labs.json`.
 * @throws ExerciseError naming the labs there are, or saying that the table cannot be read
 */
export function labTitle(number: string, file: string): string {
  const labs = readLabs(file);
  const found = labs.find((lab) => lab.number === number);
  if (found) return found.title;
  throw new ExerciseError(`There is no lab "${number}".`, {
    code: "LAB_UNKNOWN",
    hint: `Labs: ${labs.map((lab) => `"${lab.number}"`).join(", ")}.`,
  });
}

function readLabs(file: string): z.infer<typeof labsShape> {
  try {
    return labsShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new ExerciseError(`labs/labs.json, the table of labs, ${problemOf(error)}.`, {
      code: "LABS_UNREADABLE",
      hint: "Restore it: git checkout labs/labs.json",
      cause: error,
    });
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SyntaxError) return "is not JSON";
  if (error instanceof z.ZodError) return `is not what it should be at ${placeOf(error)}`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  return code === "ENOENT" ? "is missing" : `cannot be read (${code})`;
}

/** Where the first thing wrong is: `[2].title`. */
function placeOf({ issues }: z.ZodError): string {
  const path = issues[0]?.path ?? [];
  const place = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
  return place === "" ? "its top level" : place;
}
