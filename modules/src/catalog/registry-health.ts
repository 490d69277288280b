import type { HealthRules } from "./registry-config.ts";
import type { RegistryFile } from "./registry-file.ts";

/** Task rules come with a check each minute that believes the last answer; agent routers count in a row. */
export const TASK_RULES_HEALTH: HealthRules = {
  enabled: true,
  intervalMs: 60_000,
  timeoutMs: 5_000,
  unhealthyAfter: 1,
  healthyAfter: 1,
  startUpGraceMs: 0,
};

const AGENT_ROUTER_HEALTH: HealthRules = {
  enabled: true,
  intervalMs: 30_000,
  timeoutMs: 5_000,
  unhealthyAfter: 3,
  healthyAfter: 2,
  startUpGraceMs: 60_000,
};

/** The health rules that a file states; what it leaves open is as its style has it. */
export function healthOf(
  { health_check: written = {}, routing }: RegistryFile,
  isAgentRouter: boolean,
): HealthRules {
  const rules = isAgentRouter ? AGENT_ROUTER_HEALTH : TASK_RULES_HEALTH;
  return {
    enabled: written.enabled ?? rules.enabled,
    intervalMs: milliseconds(written.interval_seconds) ?? rules.intervalMs,
    timeoutMs: milliseconds(written.timeout_seconds ?? routing?.timeouts.health_check) ?? rules.timeoutMs,
    unhealthyAfter: written.unhealthy_threshold ?? rules.unhealthyAfter,
    healthyAfter: written.healthy_threshold ?? rules.healthyAfter,
    startUpGraceMs: milliseconds(written.start_period_seconds) ?? rules.startUpGraceMs,
  };
}

/** Files count in seconds. */
export const milliseconds = (seconds: number | undefined) =>
  seconds === undefined ? undefined : seconds * 1000;
