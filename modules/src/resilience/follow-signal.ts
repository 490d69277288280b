/** A signal of its own that also follows another, until it is let go. */
export interface FollowingSignal {
  /** Its reason is the other's, or the one it was aborted with. */
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Follows no longer. */
  letGo(): void;
}

/** What `AbortSignal.any` does, at a fraction of its cost: whoever makes one lets it go, so nothing need be held weakly. */
export function followSignal(followed: AbortSignal | undefined): FollowingSignal {
  const own = new AbortController();
  const follow = () => own.abort(followed?.reason);
  if (followed?.aborted) follow();
  else followed?.addEventListener("abort", follow, { once: true });
  return {
    signal: own.signal,
    abort: (reason) => own.abort(reason),
    letGo: () => followed?.removeEventListener("abort", follow),
  };
}
