import { readFileSync } from "node:fs";
import { z } from "zod";
import { ExerciseError } from "../core/errors.ts";

const labsShape = z.array(z.object({ number: z.string(), title: z.string() }));

/**
 * The title of a lab in `labs/labs.json`.
 * @throws ExerciseError naming the labs there are
 */
export function labTitle(number: string, file: string): string {
  const labs = labsShape.parse(JSON.parse(readFileSync(file, "utf8")));
  const found = labs.find((lab) => lab.number === number);
  if (found) return found.title;
  throw new ExerciseError(`There is no lab "${number}".`, {
    code: "LAB_UNKNOWN",
    hint: `Labs: ${labs.map((lab) => `"${lab.number}"`).join(", ")}.`,
  });
}
