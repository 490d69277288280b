import type { BicepPosition } from "../../modules/src/azure/bicep/index.ts";

/** One thing that is wrong with the infrastructure's files. */
export interface InfraFinding extends BicepPosition {
  readonly message: string;
}

export function describeFinding({ file, line, column, message }: InfraFinding): string {
  return `${file}:${line}:${column} ${message}`;
}
