import type { TokenChoice, TokenLogprob } from "../../../chat/stream-part.ts";

/** `choices[].logprobs` of an answer, with so many of the likeliest tokens at each place. */
export const wireLogprobs = (tokens: readonly TokenChoice[], most: number): object => ({
  content: tokens.map(({ token, logprob, top }) => ({
    ...wireToken({ token, logprob }),
    top_logprobs: top.slice(0, most).map(wireToken),
  })),
  refusal: null,
});

const wireToken = ({ token, logprob }: TokenLogprob) => ({ token, logprob, bytes: [...Buffer.from(token)] });
