/** How alike two texts are: words they share of those that either has (Jaccard), case and marks aside. 0 to 1; two empty texts are alike. */
export function likenessOf(one: string, two: string): number {
  const [first, second] = [wordsOf(one), wordsOf(two)];
  const either = first.union(second).size;
  return either === 0 ? 1 : first.intersection(second).size / either;
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
