import { expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";

const replace = (from: string, to: string) => `<find-and-replace from="${from}" to="${to}" />`;

test.each<readonly [what: string, from: string, to: string, body: string]>([
  ["every place", "notebook", "laptop", "a laptop and a laptop"],
  ["nothing instead", "notebook", "", "a  and a "],
  ["no pattern, no group", "a.*", "$1", "a notebook and a notebook"],
])("Y1: %s", async (_what, from, to, body) => {
  const text = "a notebook and a notebook";
  const inRequest = await runPolicy({
    policies: document({ inbound: replace(from, to) }),
    request: { body: text },
  });
  expect(inRequest.calls[0]?.body).toBe(body);
  const inAnswer = await runPolicy({
    policies: document({ outbound: replace(from, to) }),
    upstream: () => ({ body: text, headers: { "Content-Length": String(text.length) } }),
  });
  expect([inAnswer.body, inAnswer.headers.has("content-length")]).toEqual([body, from === "a.*"]);
});
