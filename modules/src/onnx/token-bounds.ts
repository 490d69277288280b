/** Longest text the router reads, in tokens; of a longer one its two ends. */
export const ROUTER_TOKENS = 512;
/** Tokens that the encoder reads for the meaning; of a longer text its two ends. The signals are of all tokens. */
export const ENCODER_TOKENS = 256;
