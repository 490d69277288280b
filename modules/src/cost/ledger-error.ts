import { LabError, type LabErrorOptions } from "../core/errors.ts";

export type LedgerErrorCode =
  | "LEDGER_ENTRY_INVALID"
  | "LEDGER_FULL"
  | "LEDGER_UNUSABLE"
  | "LEDGER_BUSY"
  | "LEDGER_CLOSED";

export interface LedgerErrorOptions extends LabErrorOptions {
  code: LedgerErrorCode;
}

/** What a request cost cannot be kept or read. */
export class LedgerError extends LabError {
  constructor(message: string, options: LedgerErrorOptions) {
    super(message, options);
  }
}
