import { explainError, isLabError } from "../core/errors.ts";
import { LedgerError, type LedgerErrorCode } from "./ledger-error.ts";

/** Why a ledger's file could not be read or written, in a form that threads can pass on. */
export interface LedgerProblem {
  readonly code: LedgerErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** SQLite's primary result codes, https://sqlite.org/rescode.html. */
const BUSY = 5;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** SQLite's extended codes of writes that did not go through: a short write shows as the first. */
const NOT_WRITTEN = [778, 1546, 4874];

export function ledgerProblem(file: string, error: unknown): LedgerProblem {
  if (isLabError(error) && isLedgerCode(error.code))
    return { code: error.code, message: error.message, hint: error.hint ?? "" };
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  const why = explainError(error);
  if ((code & 0xff) === FULL || NOT_WRITTEN.includes(code))
    return { code: "LEDGER_FULL", message: `The ledger ${file} cannot be written: ${why}.`, hint: MAKE_ROOM };
  if ((code & 0xff) === BUSY)
    return { code: "LEDGER_BUSY", message: `Another process holds the ledger ${file}.`, hint: ONE_PROCESS };
  return {
    code: "LEDGER_UNUSABLE",
    message: `The ledger ${file} cannot be used: ${why}.`,
    hint: HINTS[code & 0xff] ?? "Look at the file and its folder.",
  };
}

export const toLedgerError = ({ message, ...options }: LedgerProblem) => new LedgerError(message, options);

const MAKE_ROOM = "Make room on its disk; it goes on by itself.";
const ONE_PROCESS = "Give each process a ledger of its own, or wait.";

const HINTS: Readonly<Record<number, string>> = {
  [READ_ONLY]: "Make the file and its folder writable.",
  [IO_ERROR]: "Look at the disk that it lies on.",
  [CORRUPT]: "Put the file aside and start a new one; `sqlite3 FILE .recover` reads what is left of it.",
  [CANNOT_OPEN]: "Check that its folder exists and is writable.",
  [NOT_A_DATABASE]: "Name another file for the ledger.",
};

const CODES: readonly LedgerErrorCode[] = [
  "LEDGER_ENTRY_INVALID",
  "LEDGER_FULL",
  "LEDGER_UNUSABLE",
  "LEDGER_BUSY",
  "LEDGER_CLOSED",
];

const isLedgerCode = (code: string): code is LedgerErrorCode => CODES.some((known) => known === code);
