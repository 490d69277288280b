/** The merge of one run without spaces takes quadratic time: a prompt of a million letters must not stop a server. */
const SLICE_LENGTH = 500;

/** Pieces of a text in which tokens can be counted one by one: cut before a space, where no token ever reaches across. */
export function* textSlices(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > SLICE_LENGTH) {
    const space = text.lastIndexOf(" ", start + SLICE_LENGTH);
    const end = space > start ? space : start + SLICE_LENGTH;
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}
