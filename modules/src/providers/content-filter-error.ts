import type { ContentFilterResults } from "../chat/content-filter.ts";
import { isLabError, ProviderError, type ProviderErrorOptions } from "../core/errors.ts";

/** Azure's content filter held the prompt back (400, code `content_filter`). Asking again will not help. */
export class ContentFilterError extends ProviderError {
  /** What the filter found, by category. */
  readonly contentFilter: ContentFilterResults;

  constructor(
    message: string,
    options: ProviderErrorOptions & { readonly contentFilter: ContentFilterResults },
  ) {
    super(message, options);
    this.contentFilter = options.contentFilter;
  }
}

/** Works across two loaded copies of this package, where `instanceof` does not. */
export function isContentFilterError(error: unknown): error is ContentFilterError {
  return isLabError(error) && error.code === "content_filter" && "contentFilter" in error;
}
