import { LabError } from "../../core/errors.ts";
import type { ResponseMessage } from "./message.ts";

/** What `context.LastError` shows; names and reasons are Azure's. */
export interface LastError {
  readonly source: string;
  readonly reason: string;
  readonly message: string;
  readonly scope: string;
  readonly section: string;
  /** Place in the document, for example `choose[1]/when[1]`. */
  readonly path: string;
  readonly policyId: string;
}

export interface PolicyErrorOptions {
  /** The policy that failed: `validate-jwt`. */
  readonly source: string;
  /** Azure's word for it: `TokenNotPresent`. */
  readonly reason: string;
  /** Sent when no policy of `on-error` changes it. */
  readonly response: ResponseMessage;
  readonly cause?: unknown;
}

/** Ends the section and runs `on-error`. */
export class PolicyError extends LabError {
  readonly source: string;
  readonly reason: string;
  readonly response: ResponseMessage;

  constructor(message: string, { source, reason, response, cause }: PolicyErrorOptions) {
    super(message, { code: "APIM_POLICY_FAILED", cause });
    this.source = source;
    this.reason = reason;
    this.response = response;
  }
}
