import type { NetType } from "../types/net-type.ts";
import type { Place } from "./place.ts";

/** Bodies are read before the expression runs, so it must be known whether it may look at them. */
export function noteBodyRead(type: NetType, name: string, { compilation }: Place): void {
  if (name !== "Body") return;
  const { reads } = compilation;
  if (type.name === "IRequest" || type.name === "dynamic") reads.requestBody = true;
  if (type.name === "IContextResponse" || type.name === "dynamic") reads.responseBody = true;
}
