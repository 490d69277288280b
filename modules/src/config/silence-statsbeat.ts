/** What Azure Monitor's exporter reads when it is made, whatever its options say. */
const SWITCHES = [
  "APPLICATIONINSIGHTS_STATSBEAT_DISABLED",
  "APPLICATION_INSIGHTS_NO_STATSBEAT",
  "APPLICATIONINSIGHTS_SDKSTATS_DISABLED",
] as const;

/**
 * Keeps Azure Monitor's exporter from reporting on itself to a service of its own, which holds a process without Internet
 * for 20 s at its end. Switches that are set already stay as they are.
 */
export function silenceStatsbeat(): void {
  for (const name of SWITCHES) process.env[name] ||= "true";
}
