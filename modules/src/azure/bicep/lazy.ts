import { type BicepPosition, bicepError } from "./bicep-error.ts";

/** Makes a value on the first request and keeps it; a value that needs itself is an error. */
export function lazy<T>(make: () => T, about: string, at: BicepPosition): () => T {
  let kept: { readonly value: T } | undefined;
  let running = false;
  return () => {
    if (kept) return kept.value;
    if (running) throw bicepError(`${about} needs itself.`, at);
    running = true;
    try {
      kept = { value: make() };
      return kept.value;
    } finally {
      running = false;
    }
  };
}
