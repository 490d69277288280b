import type { LabCloud } from "./cloud.ts";

/** What a lab cloud that runs as a process says on its output when it is ready, as one line of JSON. */
export interface ReadyEvent extends Pick<LabCloud, "http" | "https" | "local" | "ca" | "env"> {
  readonly event: "ready";
}

export function readyEvent({ http, https, local, ca, env }: LabCloud): ReadyEvent {
  return { event: "ready", http, https, local, ca, env };
}
