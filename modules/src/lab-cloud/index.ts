export { type LabCloud, type LabCloudOptions, startLabCloud } from "./cloud.ts";
export type { FaultOrder } from "./faults/fault-order.ts";
export type { PendingFault } from "./faults/faults.ts";
export { type FoundLabCloud, findLabCloud, findNamedLabCloud, type SeenState } from "./find-lab-cloud.ts";
export type { LabState } from "./lab-state.ts";
export { type AnswerBank, type BankedAnswer, readAnswerBank } from "./models/answer-bank.ts";
export { type ReadyEvent, readyEvent } from "./ready-event.ts";
