import { expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";

test("I2: the backend gets name and password, whatever the caller sent", async () => {
  const { calls } = await runPolicy({
    policies: document({ inbound: '<authentication-basic username="ann" password="p:w ü" />' }),
    request: { headers: { Authorization: "Bearer caller" } },
  });
  const [scheme, pair = ""] = calls[0]?.headers.authorization?.split(" ") ?? [];
  expect([scheme, Buffer.from(pair, "base64").toString()]).toEqual(["Basic", "ann:p:w ü"]);
});
