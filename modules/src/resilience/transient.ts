const TRANSIENT_STATUS = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);
const TRANSIENT_NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/** Whether asking again (the same or another deployment) can help after this HTTP status. */
export const isTransientStatus = (status: number): boolean => TRANSIENT_STATUS.has(status);

/** Whether asking again can help after this network error code. */
export const isTransientNetworkCode = (code: string): boolean => TRANSIENT_NETWORK.has(code);
