/** A workshop that answers on this machine. */
export interface RunningWorkshop {
  readonly port: number;
  readonly pid: number;
  /** Name of its folder. */
  readonly folder: string;
  readonly url: string;
}

const TIME_LIMIT_MS = 1_000;

/** Asks a port of this machine for the state of a lab cloud; `undefined` when something else answers, or nothing. */
export async function findWorkshopAt(port: number): Promise<RunningWorkshop | undefined> {
  const url = `http://127.0.0.1:${port}/`;
  try {
    const response = await fetch(`${url}lab/state`, { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    const state: unknown = await response.json();
    if (!response.ok || !isState(state)) return undefined;
    return { port, pid: state.pid, folder: state.root, url };
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is { pid: number; root: string } {
  if (typeof value !== "object" || value === null) return false;
  return "pid" in value && typeof value.pid === "number" && "root" in value && typeof value.root === "string";
}
