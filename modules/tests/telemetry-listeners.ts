import type { OpenOrchestratorOptions } from "../src/orchestrator/open-orchestrator.ts";
import type { Telemetry } from "../src/telemetry/index.ts";

/** What an orchestrator opened by a file tells telemetry: all but what becomes of the file and of health checks. */
export const telemetryListeners = ({ watch }: Telemetry) =>
  ({
    record: watch.record,
    onEvent(event) {
      if (event.type !== "check" && event.type !== "file-applied" && event.type !== "file-refused")
        watch.onEvent(event);
    },
  }) satisfies OpenOrchestratorOptions;
