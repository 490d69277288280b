/**
 * What a key may do: `chat` ask models, `embeddings` turn text into vectors, `read` see models, state and figures, `feedback`
 * rate answers, `admin` see every client's decisions and change what runs.
 */
export const SCOPES = ["chat", "embeddings", "read", "feedback", "admin"] as const;

export type Scope = (typeof SCOPES)[number];
