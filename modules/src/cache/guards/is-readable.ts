/** Most tokens that all-MiniLM-L6-v2 reads; what stands behind them would not be compared. */
const READ_TOKENS = 240;
const CHARACTERS_A_TOKEN = 3;

/** Whether an encoder reads the whole text, and the guards know the script its words are in. */
export function isReadable(text: string): boolean {
  const plain = text.match(/[\x20-\x7e]/g)?.length ?? 0;
  if (plain / CHARACTERS_A_TOKEN + (text.length - plain) > READ_TOKENS) return false;
  return !/[\p{L}--\p{Script=Latin}]/v.test(text);
}
