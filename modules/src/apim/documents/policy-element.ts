/** Where a piece of a policy file stands; line and column count from 1. */
export interface SourcePosition {
  /** As the reader of a message finds it: relative to the base folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The text of an attribute or of an element, with entities resolved and expressions left as they were written. */
export interface PolicyText {
  readonly value: string;
  readonly position: SourcePosition;
}

/** One element of a policy document: `<set-header name="x">…</set-header>`. */
export interface PolicyElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, PolicyText>;
  readonly children: readonly PolicyElement[];
  /** What stands between the tags, when it is more than blanks and comments. */
  readonly text: PolicyText | undefined;
  readonly position: SourcePosition;
}
