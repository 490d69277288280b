import { findPortHolder, type PortHolder } from "./port-holder.ts";
import { type PlannedPort, stateOfPort } from "./port-plan.ts";
import { findWorkshopAt, type RunningWorkshop } from "./running-workshop.ts";

/**
 * The lines that say which ports cannot be had, who holds them and which flags move them; none when all are free.
 * Nothing is started before this is known.
 */
export async function describeBusyPorts(planned: readonly PlannedPort[]): Promise<string[]> {
  const states = await Promise.all(planned.map((one) => stateOfPort(one.port)));
  const taken = planned.filter((_, index) => states[index] === "busy");
  const refused = planned.filter((_, index) => states[index] === "refused");
  if (taken.length + refused.length === 0) return [];
  const workshops = (await Promise.all(taken.map((one) => findWorkshopAt(one.port)))).filter(
    (found) => found !== undefined,
  );
  const lines = await Promise.all(taken.map((one) => describeTaken(one, workshops)));
  const flags = [...taken, ...refused].map((one) => `${one.flag} 0`).join(" ");
  return [
    ...lines,
    ...refused.map((one) => `Port ${one.port} (${one.purpose}) may not be opened by this user.`),
    `${taken.length > 0 ? "Stop what holds them, or start" : "Start"} on free ports: npm start -- ${flags}`,
  ];
}

async function describeTaken(one: PlannedPort, workshops: readonly RunningWorkshop[]): Promise<string> {
  const holder = await findPortHolder(one.port);
  const workshop = workshops.find(({ port, pid }) => port === one.port || pid === holder?.pid);
  return `Port ${one.port} (${one.purpose}) is taken by ${describeHolder(holder, workshop)}.`;
}

function describeHolder(holder: PortHolder | undefined, workshop: RunningWorkshop | undefined): string {
  if (workshop)
    return `another workshop (process ${workshop.pid}, folder ${workshop.folder}): ${workshop.url}`;
  if (holder) return `process ${holder.pid}: ${holder.command}`;
  return "a program that the system does not name to this user";
}
