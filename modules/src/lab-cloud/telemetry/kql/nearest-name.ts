import { nearestName } from "../../../config/nearest-name.ts";

/** ` Is 'duration' meant?`, or nothing when no name is near. */
export function nearest(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near === undefined ? "" : ` Is '${near}' meant?`;
}
