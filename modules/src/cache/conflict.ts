/** In what two questions differ that look alike, so that the answer to one must not be given to the other. */
export const CONFLICTS = [
  "language",
  "numbers",
  "dates",
  "units",
  "negation",
  "opposites",
  "names",
  "code",
  "order",
  "form",
  "words",
] as const;

export type Conflict = (typeof CONFLICTS)[number];
