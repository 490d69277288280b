import { LabError } from "../../core/errors.ts";

/** Azure's words for why a token is not taken. */
export type TokenRefusalReason =
  | "TokenNotPresent"
  | "TokenSignatureInvalid"
  | "TokenSignatureKeyNotFound"
  | "TokenAudienceNotAllowed"
  | "TokenIssuerNotAllowed"
  | "TokenExpired"
  | "TokenClaimNotFound"
  | "TokenClaimValueNotAllowed"
  | "JwtInvalid";

/** A token that is not taken. The message never holds the token itself. */
export class TokenRefusal extends LabError {
  readonly reason: TokenRefusalReason;

  constructor(reason: TokenRefusalReason, message: string, cause?: unknown) {
    super(message, { code: "APIM_TOKEN_REFUSED", cause });
    this.reason = reason;
  }
}
