import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { paths } from "../../config/paths.ts";
import { explainError } from "../../core/index.ts";

/** A lab as the hub page lists it. */
export interface HubLab {
  readonly number: string;
  readonly title: string;
  readonly minutes: number;
  readonly track: string | undefined;
  /** File in `labs/`. */
  readonly file: string;
}

const tableSchema = z.array(
  z.looseObject({
    number: z.string(),
    slug: z.string(),
    title: z.string(),
    minutes: z.number(),
    track: z.string().optional(),
  }),
);

/** Reads `labs/labs.json` anew, so that an edited table shows at the next look; or says why it cannot. */
export async function readHubLabs(
  file: string = join(paths.labs, "labs.json"),
): Promise<{ labs: readonly HubLab[] } | { problem: string }> {
  try {
    const table = tableSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return {
      labs: table.map(({ number, slug, title, minutes, track }) => ({
        number,
        title,
        minutes,
        track,
        file: `${number}-${slug}.ipynb`,
      })),
    };
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error).replace(/\s+/g, " ") : explainError(error);
    return { problem: `labs/labs.json cannot be read: ${reason}` };
  }
}

/** The address of a lab in JupyterLab, from the address JupyterLab itself was given with (its token stays). */
export function labAddress(jupyterLab: string, file: string): string {
  const url = new URL(jupyterLab);
  const base = url.pathname.replace(/\/(?:lab(?:\/.*)?)?$/, "");
  url.pathname = `${base}/lab/tree/labs/${file}`;
  return url.href;
}
