import { isLabError } from "../../core/errors.ts";
import { ApiError } from "./api-error.ts";

/**
 * Runs a route's work, and tells a refusal by the field in which this route takes what is refused.
 * @param fields Field of each error's code.
 * @throws ApiError 400 for those; every other error as it is
 */
export async function namingFields<T>(
  fields: Readonly<Record<string, string>>,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLabError(error) || !Object.hasOwn(fields, error.code)) throw error;
    const { message, code, hint } = error;
    throw new ApiError(message, {
      status: 400,
      code,
      param: fields[code],
      cause: error,
      ...(hint !== undefined && { hint }),
    });
  }
}
