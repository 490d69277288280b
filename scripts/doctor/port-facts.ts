import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { paths } from "../../modules/src/config/paths.ts";
import type { PortFacts } from "../../modules/src/doctor/index.ts";
import { venvFolder } from "../setup/jupyter.mjs";
import { readText } from "../setup/stamp.mjs";
import { findPortHolder } from "../start/port-holder.ts";
import { stateOfPort } from "../start/port-plan.ts";
import { findWorkshopAt, type RunningWorkshop } from "../start/running-workshop.ts";

/** Whether a port is free, held by this folder's workshop, or by whom. */
export async function lookAtPort(port: number, own: RunningWorkshop | undefined): Promise<PortFacts> {
  const state = await stateOfPort(port);
  if (state !== "busy") return { state };
  const [holder, workshop] = await Promise.all([findPortHolder(port), findWorkshopAt(port)]);
  const pid = holder?.pid ?? workshop?.pid;
  if (pid !== undefined && pid === own?.pid) return { state: "ours", by: `this workshop (process ${pid})` };
  if (pid !== undefined && pid === ownJupyterAt(port))
    return { state: "ours", by: `this workshop's JupyterLab (process ${pid})` };
  if (workshop) return { state: "held", by: `a workshop in ${workshop.folder} (process ${workshop.pid})` };
  if (holder) return { state: "held", by: `process ${holder.pid}: ${holder.command}` };
  return { state: "held", by: "a program that the system does not name to this user" };
}

const serverShape = z.object({ pid: z.int(), port: z.int(), root_dir: z.string() });

/** The process of this folder's JupyterLab on a port, by the notes that it keeps of itself. */
function ownJupyterAt(port: number): number | undefined {
  const folder = join(venvFolder(paths.root), "home", "runtime");
  const notes = listFiles(folder).filter((name) => /^jpserver-\d+\.json$/.test(name));
  for (const name of notes) {
    const server = readServer(join(folder, name));
    if (server?.port === port && server.root_dir === paths.root) return server.pid;
  }
  return undefined;
}

function readServer(file: string): z.infer<typeof serverShape> | undefined {
  try {
    return serverShape.parse(JSON.parse(readText(file) ?? ""));
  } catch {
    return undefined;
  }
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
