/** A policy file as it was written, and the name under which messages speak of it. */
export interface PolicyDocument {
  readonly file: string;
  readonly text: string;
}
