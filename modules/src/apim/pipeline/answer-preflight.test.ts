import { describe, expect, test } from "vitest";
import { document, openGateway, type PolicyTexts } from "../../../tests/apim-harness.ts";
import { answerPreflight } from "./answer-preflight.ts";

const cors = (origin: string, attributes = "") =>
  `<cors ${attributes}><allowed-origins><origin>${origin}</origin></allowed-origins></cors>`;

const DENY =
  '<check-header name="api-key" failed-check-httpcode="401" failed-check-error-message="no" ignore-case="true" />';

/** What a browser at https://app.test is answered; undefined when no policy answers. */
async function ask(policies: PolicyTexts, fragments: Record<string, string> = {}) {
  const gateway = await openGateway({ policies, fragments });
  const { exchange } = await gateway.send({
    method: "OPTIONS",
    headers: { Origin: "https://app.test", "Access-Control-Request-Method": "GET", "api-key": "k" },
  });
  exchange.response = undefined;
  exchange.request.headers.delete("api-key");
  const response = await answerPreflight(gateway.policySet, exchange);
  return response && [response.status, response.headers.get("Access-Control-Allow-Origin")];
}

describe("V1: only cors policies run for a preflight request", () => {
  test.each<readonly [what: string, policies: PolicyTexts, answer: unknown]>([
    [
      "others do not run",
      { api: document({ inbound: DENY + cors("https://app.test") }) },
      [200, "https://app.test"],
    ],
    ["no cors, no answer", { api: document({ inbound: DENY }) }, undefined],
    [
      "a broader scope's by base",
      {
        api: document({}),
        global: document({ inbound: cors("https://app.test"), backend: "<forward-request />" }),
      },
      [200, "https://app.test"],
    ],
    [
      "one inside choose is not asked",
      {
        api: document({
          inbound: `<choose><when condition="true">${cors("https://app.test")}</when></choose>`,
        }),
      },
      undefined,
    ],
    [
      "an origin that does not match ends it with an empty 200",
      { api: document({ inbound: cors("https://x.test") + cors("https://app.test") }) },
      [200, undefined],
    ],
    [
      "or asks the next one",
      {
        api: document({
          inbound: cors("https://x.test", 'terminate-unmatched-request="false"') + cors("https://app.test"),
        }),
      },
      [200, "https://app.test"],
    ],
  ])("%s", async (_what, policies, answer) => {
    expect(await ask(policies)).toEqual(answer);
  });

  test("one of a fragment", async () => {
    const policies = { api: document({ inbound: '<include-fragment fragment-id="f" />' }) };
    const fragments = { f: `<fragment>${cors("https://app.test")}</fragment>` };
    expect(await ask(policies, fragments)).toEqual([200, "https://app.test"]);
  });
});
