/** Azure's gateway runs on Windows. */
export const NEW_LINE = "\r\n";
