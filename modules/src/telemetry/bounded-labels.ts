/** What stands for all values that came after the limit. */
export const FOLDED = "other";

/** Bounds how many values a label may have, so that nobody can make a time series of each word that they send. */
export interface BoundedLabels {
  /** The value itself while there is room, or when it was seen before; else `other`. */
  bound(label: string, value: string): string;
}

export function createBoundedLabels(valuesPerLabel: number): BoundedLabels {
  const seen = new Map<string, Set<string>>();
  return {
    bound(label, value) {
      const values = seen.get(label) ?? new Set<string>();
      if (values.has(value)) return value;
      if (values.size >= valuesPerLabel) return FOLDED;
      seen.set(label, values.add(value));
      return value;
    },
  };
}
