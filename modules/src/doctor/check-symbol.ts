/** Crockford's 32 symbols: no I, L, O and U, which are taken for other signs or make words. */
const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** x^5 + x^2 + 1: with it, multiplying by 2 goes through all 31 values but zero before it comes back. */
const POLYNOMIAL = 0b100101;

/** The number of a symbol, 0 to 31, with what people write for 0 and 1; `undefined` for any other sign. */
export function valueOfSymbol(sign: string): number | undefined {
  const symbol = sign.toUpperCase().replace("O", "0").replace(/[IL]/, "1");
  const value = SYMBOLS.indexOf(symbol);
  return symbol.length === 1 && value >= 0 ? value : undefined;
}

export const symbolOfValue = (value: number): string => SYMBOLS.charAt(value & 31);

/**
 * The value that is put behind others so that `isIntact` holds. In a row of up to 31 values each has another weight, so
 * one wrong value and any two that changed places are always found.
 */
export const checkValueOf = (values: readonly number[]): number => weigh([...values, 0]);

/** Whether the last of the values is the check value of those before it. */
export const isIntact = (values: readonly number[]): boolean => weigh(values) === 0;

/** The sum of value times weight in the field of 32 elements; the last weight is 1, each before it twice as much. */
const weigh = (values: readonly number[]): number => values.reduce((sum, value) => double(sum) ^ value, 0);

/** Multiplies by 2 in the field. */
function double(value: number): number {
  const twice = value << 1;
  return twice & 32 ? twice ^ POLYNOMIAL : twice;
}
