/** They ask for their text and notice to be kept, or for nothing. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "PSF-2.0",
  "Unlicense",
]);

interface Exception {
  readonly licence: string;
  /** Its name, or how names begin and a star. */
  readonly library: string;
  readonly because: string;
}

/** They ask for changes to the library itself to be given on; the kit changes none of these. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    licence: "MPL-2.0",
    library: "zeromq",
    because: "holds libzmq, unchanged; needed by Jupyter kernels only",
  },
  {
    licence: "LGPL-3.0-or-later",
    library: "@img/sharp-*",
    because: "libvips, unchanged and loaded as a library of its own; comes with @huggingface/transformers",
  },
];

/** Whether a library of this SPDX expression may be used: every part of an AND, any of an OR. */
export function isAllowed(library: string, expression: string): boolean {
  const parts = expression.replace(/^\(|\)$/g, "");
  if (/[()]/.test(parts)) return false;
  if (parts.includes(" OR ")) return parts.split(" OR ").some((part) => isAllowed(library, part));
  return parts.split(" AND ").every((licence) => PERMISSIVE.has(licence) || isExcepted(library, licence));
}

const isExcepted = (name: string, licence: string) =>
  EXCEPTIONS.some((one) => one.licence === licence && isOf(name, one.library));

const isOf = (name: string, library: string) =>
  library.endsWith("*") ? name.startsWith(library.slice(0, -1)) : name === library;
