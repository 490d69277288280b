export function createAuthorization(accessToken: string, claims: Readonly<Record<string, unknown>>): unknown {
  return { accessToken, claims };
}
