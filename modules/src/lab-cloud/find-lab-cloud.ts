import { readFileSync } from "node:fs";
import { request } from "undici";
import { z } from "zod";
import { LabError } from "../core/errors.ts";

const address = z.url({ protocol: /^https?$/ });

/** What a running `npm start` leaves in `.cache/lab-cloud.json`. */
const fileShape = z.object({
  http: address,
  https: address,
  local: address,
  ca: z.string(),
  env: z.record(z.string(), z.string()),
  pid: z.int(),
});

const stateShape = z.object({
  pid: z.int(),
  http: address,
  https: address,
  local: address,
  localModel: z.object({
    name: z.string(),
    provenance: z.enum(["local", "simulated"]),
    note: z.string().optional(),
  }),
});

/** The part of `GET /lab/state` that a notebook needs. */
export interface SeenState {
  readonly pid: number;
  readonly http: string;
  readonly https: string;
  readonly local: string;
  readonly localModel: {
    readonly name: string;
    readonly provenance: "local" | "simulated";
    /** Why it is simulated and how to change that. */
    readonly note?: string | undefined;
  };
}

/** A lab cloud that answers. */
export interface FoundLabCloud {
  readonly state: SeenState;
  /** Its certificate authority, PEM. */
  readonly authority: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

const ANSWER_LIMIT_MS = 1_000;

/** The lab cloud of `npm start`, when the file names one and that one answers. A file left behind is ignored. */
export async function findLabCloud(file: string): Promise<FoundLabCloud | undefined> {
  const entry = readEntry(file);
  if (!entry) return undefined;
  const state = await readLabState(entry.http);
  // Another workshop may have taken the port of one that crashed: its keys are different.
  if (state?.pid !== entry.pid) return undefined;
  return { state, authority: readAuthority(entry.ca), env: entry.env };
}

/**
 * The lab cloud whose variables the environment or `.env` already holds.
 * @throws LabError when it does not answer
 */
export async function findNamedLabCloud(
  http: string,
  authorityFile: string | undefined,
): Promise<FoundLabCloud> {
  const state = await readLabState(http);
  if (state) return { state, authority: readAuthority(authorityFile), env: {} };
  throw new LabError(`LAB_HTTP names a lab cloud at ${http}, and none answers there.`, {
    code: "LAB_CLOUD_GONE",
    hint: "Start it with npm run lab-cloud, or unset LAB_HTTP and the variables that came with it.",
  });
}

/** What the lab cloud at `http` says of itself; `undefined` when none answers within a second. */
async function readLabState(http: string): Promise<SeenState | undefined> {
  try {
    // The global fetch would be loaded for this alone.
    const { statusCode, body } = await request(`${http}/lab/state`, {
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const told = await body.json();
    return statusCode === 200 ? stateShape.parse(told, { jitless: true }) : undefined;
  } catch {
    return undefined;
  }
}

function readAuthority(file: string | undefined): string | undefined {
  try {
    return file === undefined ? undefined : readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function readEntry(file: string) {
  try {
    return fileShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
