import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { listModels } from "./list-models.ts";

/** A model server found on this machine. */
export interface LocalServer {
  /** Address without `/v1`. */
  readonly endpoint: string;
  /** How it was found. */
  readonly found: "LOCAL_MODEL_ENDPOINT" | "Foundry Local SDK" | "Foundry Local service" | "Ollama";
  /** Models it offers. */
  readonly models: readonly string[];
}

export interface DiscoverLocalOptions {
  /** Used when set, and nothing else is looked for. */
  readonly endpoint?: string | undefined;
  /** A started `FoundryLocalManager` of foundry-local-sdk 1.x: the address of its web service is read. */
  readonly manager?: { readonly urls: readonly string[] };
  /** Command that tells whether the service runs. Default: `foundry`. */
  readonly foundryCommand?: string;
  /** Where Ollama listens. Default: `http://127.0.0.1:11434`. */
  readonly ollamaEndpoint?: string;
  readonly timeoutMs?: number;
}

/** Looks for a model server, most explicit first. Foundry Local has no fixed port, so its service is asked for it. */
export async function discoverLocal(options: DiscoverLocalOptions = {}): Promise<LocalServer | undefined> {
  const { endpoint, manager, foundryCommand = "foundry", timeoutMs = 2000 } = options;
  const ask = (found: LocalServer["found"], address: string | undefined) =>
    offered(found, address, timeoutMs);
  if (endpoint) return ask("LOCAL_MODEL_ENDPOINT", endpoint);
  return (
    (await ask("Foundry Local SDK", manager?.urls[0])) ??
    (await ask("Foundry Local service", await serviceAddress(foundryCommand, timeoutMs))) ??
    (await ask("Ollama", options.ollamaEndpoint ?? "http://127.0.0.1:11434"))
  );
}

/** The server at `address`, if one answers there with a list of models. */
async function offered(
  found: LocalServer["found"],
  address: string | undefined,
  timeoutMs: number,
): Promise<LocalServer | undefined> {
  if (!address) return undefined;
  const endpoint = address.replace(/\/+$/, "").replace(/\/v1$/, "");
  try {
    const list = { provider: found, url: `${endpoint}/v1/models`, headers: {} };
    return { endpoint, found, models: await listModels(list, AbortSignal.timeout(timeoutMs)) };
  } catch {
    // No server, or none that speaks this form: the next place is looked at.
    return undefined;
  }
}

/** The first address that `foundry service status` prints. */
async function serviceAddress(command: string, timeoutMs: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ["service", "status"], { timeout: timeoutMs });
    return /https?:\/\/[\w.:[\]-]+/.exec(stdout)?.[0];
  } catch {
    // Not installed, or not running.
    return undefined;
  }
}
