/** A change of one word. `at` is the word's place in the text, counted from 0. */
export type TextEdit =
  | { readonly kind: "left-out"; readonly at: number; readonly word: string }
  | { readonly kind: "replaced"; readonly at: number; readonly word: string; readonly by: string }
  | { readonly kind: "added"; readonly where: "start" | "end"; readonly word: string };

/** A text as words and the white space after each. */
export interface EditableText {
  readonly words: readonly string[];
  /** With these changes; white space goes with the word before it. */
  with(edits: readonly TextEdit[]): string;
}

export function editableText(text: string): EditableText {
  const pieces = [...text.matchAll(/(\S+)(\s*)/gu)].map(([, word = "", gap = ""]) => ({ word, gap }));
  return {
    words: pieces.map(({ word }) => word),
    with(edits) {
      const byPlace = new Map(edits.flatMap((edit) => (edit.kind === "added" ? [] : [[edit.at, edit]])));
      const body = pieces
        .map(({ word, gap }, at) => {
          const edit = byPlace.get(at);
          if (edit?.kind === "left-out") return "";
          return `${edit?.kind === "replaced" ? edit.by : word}${gap}`;
        })
        .join("")
        .trim();
      const added = (place: "start" | "end") =>
        edits.flatMap((edit) => (edit.kind === "added" && edit.where === place ? [edit.word] : []));
      return [...added("start"), ...(body ? [body] : []), ...added("end")].join(" ");
    },
  };
}

/** One change in words: `without "prove"`, `"small" for "large"`, `"design" added at the end`. */
export function describeEdit(edit: TextEdit): string {
  if (edit.kind === "left-out") return `without "${edit.word}"`;
  if (edit.kind === "replaced") return `"${edit.by}" for "${edit.word}"`;
  return `"${edit.word}" added at the ${edit.where}`;
}
