import { describe, expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../../tests/apim-harness.ts";

const LIST = '<address>13.66.201.169</address><address-range from="13.66.140.128" to="13.66.140.143" />';
const SIX = '<address>2001:db8::1</address><address-range from="2001:db8::10" to="2001:db8::1f" />';

const policy = (action: string, list: string) =>
  document({ inbound: `<ip-filter action="${action}">${list}</ip-filter>` });

describe("O1: who is let in", () => {
  test.each<readonly [action: string, list: string, ipAddress: string, reason: string | undefined]>([
    ["allow", LIST, "13.66.201.169", undefined],
    ["allow", LIST, "13.66.140.128", undefined],
    ["allow", LIST, "13.66.140.143", undefined],
    ["allow", LIST, "13.66.140.144", "CallerIpNotAllowed"],
    ["forbid", LIST, "13.66.140.130", "CallerIpBlocked"],
    ["forbid", LIST, "13.66.140.144", undefined],
    ["allow", LIST, "::ffff:13.66.201.169", undefined],
    ["allow", SIX, "2001:db8::1", undefined],
    ["allow", SIX, "2001:db8::1a", undefined],
    ["allow", SIX, "2001:db8::20", "CallerIpNotAllowed"],
    ["allow", SIX, "13.66.201.169", "CallerIpNotAllowed"],
    ["allow", LIST, "somebody", "FailedToParseCallerIP"],
  ])("%s %s for %s", async (action, list, ipAddress, reason) => {
    const answer = await runPolicy({ policies: policy(action, list), request: { ipAddress } });
    expect([answer.exchange.lastError?.reason, answer.status]).toEqual([reason, reason ? 403 : 200]);
  });

  test("LastError names the caller", async () => {
    const { exchange } = await runPolicy({
      policies: policy("allow", LIST),
      request: { ipAddress: "10.0.0.1" },
    });
    expect(exchange.lastError?.message).toBe("Caller IP address 10.0.0.1 is not allowed. Access denied.");
  });
});

test.each<readonly [list: string, problem: string]>([
  [
    '<address-range from="10.0.0.9" to="10.0.0.1" />',
    '"10.0.0.9" to "10.0.0.1" is no range of IP addresses.',
  ],
  ['<address-range from="10.0.0.1" to="2001:db8::1" />', "is no range of IP addresses."],
  ["", "<ip-filter> needs an <address> or an <address-range> inside it."],
  [
    "<address>10.0.0.0/8</address>",
    '"10.0.0.0/8" is no IP address. Write 13.66.201.169 or 2001:db8::1, a range as <address-range>.',
  ],
])("X: %s is refused", async (list, problem) => {
  expect((await loadProblems({ policies: policy("allow", list) }))[0]).toContain(problem);
});
