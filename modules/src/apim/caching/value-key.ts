/** Where `cache-store-value` keeps a value: apart from the entries of other policies. */
export function valueKey(key: string): string {
  return `cache-value ${key}`;
}
