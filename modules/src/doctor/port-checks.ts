import { variables } from "../config/variables.ts";
import { type Check, type Finding, ok, problem } from "./check.ts";
import type { Machine } from "./machine.ts";

/** One check for each port of the table of settings: a port that is added there is looked at here. */
export const portChecks: readonly Check[] = Object.entries(variables.ports).map(([key, variable]) => ({
  id: variable.name,
  title: variable.about.replace(/;.*$/, ""),
  group: "ports" as const,
  needs: ["SETTINGS"],
  run: (machine: Machine) => judgePort(machine, key, variable.name),
}));

async function judgePort(machine: Machine, key: string, variable: string): Promise<Finding> {
  const port = "settings" in machine.settings ? portsOf(machine.settings.settings.ports).get(key) : undefined;
  if (port === undefined || port === 0) return ok("any free port");
  const facts = await machine.port(port);
  const elsewhere = `set ${variable} to another port in .env (0 = any free one).`;
  if (facts.state === "free") return ok(`${port} is free`);
  if (facts.state === "ours") return ok(`${port} is held by ${facts.by}`);
  if (facts.state === "refused")
    return problem(`${port} may not be opened by this user`, `Instead, ${elsewhere}`);
  return problem(`${port} is taken by ${facts.by}`, `Stop that, or ${elsewhere}`);
}

const portsOf = (ports: Readonly<Record<string, number>>) => new Map(Object.entries(ports));
