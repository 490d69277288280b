import { describe, expect, test } from "vitest";
import { document, loadProblems, runPolicy } from "../../tests/apim-harness.ts";

const header = (value: string) =>
  `<set-header name="x" exists-action="override"><value>${value}</value></set-header>`;
const answer = (body: string) => `<return-response><set-body>${body}</set-body></return-response>`;

describe("N1: named values and placeholders", () => {
  test("are filled into attributes and text, also inside expressions, and not a second time", async () => {
    const { body, headers } = await runPolicy({
      policies: document({
        inbound: `<return-response>
          <set-header name="{{name}}" exists-action="override"><value>{{nested}}</value></set-header>
          <set-body>@("{{quoted}}".ToUpper() + "-{{name}}")</set-body>
        </return-response>`,
      }),
      namedValues: { name: "x-n", nested: "{{name}}", quoted: "a b" },
    });
    expect([headers.get("x-n"), body]).toEqual(["{{name}}", "A B-x-n"]);
  });

  test("may hold quotes, which XML never sees", async () => {
    const { body } = await runPolicy({
      policies: document({ inbound: answer("{{json}}") }),
      namedValues: { json: '{"a": "<b> & c"}' },
    });
    expect(body).toBe('{"a": "<b> & c"}');
  });

  test("one that is missing is told once, not as a bad value too", async () => {
    const problems = await loadProblems({
      policies: document({ inbound: '<rate-limit calls="{{calls}}" renewal-period="60" />' }),
    });
    expect(problems).toEqual([expect.stringContaining("The named value {{calls}} is not defined.")]);
  });

  test("may be an expression", async () => {
    const { body } = await runPolicy({
      policies: document({ inbound: answer("{{expression}}") }),
      namedValues: { expression: '@((1 + 1).ToString() + "!")' },
    });
    expect(body).toBe("2!");
  });

  test("a placeholder is replaced before the file is read", async () => {
    const { body } = await runPolicy({
      policies: document({ inbound: answer("{what} {other}") }),
      placeholders: { what: "$' &lt;" },
    });
    expect(body).toBe("$' < {other}");
  });

  test("X: an unknown name is told with its place", async () => {
    const problems = await loadProblems({
      policies: document({ inbound: `\n  ${header("{{tenant-di}}")}` }),
      namedValues: { "tenant-id": "1" },
    });
    expect(problems).toEqual([
      'api.xml:3:56 The named value {{tenant-di}} is not defined. Did you mean "tenant-id"?',
    ]);
  });

  test("X: in an expression an unknown name is told alone, without what follows from it", async () => {
    const problems = await loadProblems({
      policies: document({ inbound: answer("@{ var most = {{most}}; return most + 1; }") }),
    });
    expect(problems).toEqual([
      expect.stringMatching(/^api\.xml:2:\d+ The named value \{\{most\}\} is not defined\. There are no/),
    ]);
  });

  test("X: what a value holds is not searched again, and told where it is no C#", async () => {
    const problems = await loadProblems({
      policies: document({ inbound: answer("@(1 + {{outer}})") }),
      namedValues: { outer: "{{inner}}" },
    });
    expect(problems).not.toEqual([]);
  });
});

describe("N2: fragments", () => {
  test("stand in the place of include-fragment", async () => {
    const { calls, steps } = await runPolicy({
      policies: document({
        inbound: `<include-fragment fragment-id="mark" />${header("last")}<include-fragment fragment-id="mark" />`,
      }),
      fragments: {
        mark: '<fragment><set-header name="x" exists-action="append"><value>{{v}}</value></set-header></fragment>',
      },
      namedValues: { v: "f" },
    });
    expect(calls[0]?.headers.x).toBe("last, f");
    expect(steps[1]?.position.file).toBe("mark.fragment.xml");
  });

  test.each([
    ["", 'api.xml:2:41 The fragment "mark" is not defined. There are no fragments here.'],
    ["<fragment><base /></fragment>", "mark.fragment.xml:1:11 <base> is not allowed in a fragment."],
    [
      '<fragment><include-fragment fragment-id="mark" /></fragment>',
      "mark.fragment.xml:1:11 <include-fragment> is not allowed in a fragment.",
    ],
    ["<policies />", "mark.fragment.xml:1:1 The file begins with <policies>; it must be <fragment>."],
  ])("X: %s", async (fragment, problem) => {
    const problems = await loadProblems({
      policies: document({ inbound: '<include-fragment fragment-id="mark" />' }),
      fragments: fragment === "" ? {} : { mark: fragment },
    });
    expect(problems).toContain(problem);
  });
});

describe("X: what cannot be used is told with its place and with what is allowed", () => {
  test.each([
    ['<set-headr name="x" />', 'api.xml:2:10 <set-headr> is no policy. Did you mean "set-header"?'],
    [
      '<set-header nam="x"><value>1</value></set-header>',
      'api.xml:2:27 <set-header> has no attribute "nam". Did you mean "name"?',
    ],
    ["<set-header><value>1</value></set-header>", 'api.xml:2:10 <set-header> needs the attribute "name".'],
    [
      '<set-header name="x" exists-action="replace"><value>1</value></set-header>',
      'api.xml:2:46 <set-header exists-action="replace">: must be "override" or "skip" or "append" or "delete".',
    ],
    ['<set-status code="ok" />', 'api.xml:2:28 <set-status code="ok">: must be a whole number.'],
    ['<set-status code="99" />', 'api.xml:2:28 <set-status code="99">: must be at least 100.'],
    [
      '<set-variable name="@(1)" value="x" />',
      'api.xml:2:30 <set-variable name="@(1)">: no expression is allowed here.',
    ],
    ["<choose>x</choose>", 'api.xml:2:18 <choose> holds no text, but here stands "x".'],
    ["<choose></choose>", "api.xml:2:10 <choose> needs <when> inside it."],
    [
      '<return-response><set-status code="200" /><set-status code="201" /></return-response>',
      "api.xml:2:52 <return-response> takes <set-status> only once.",
    ],
    ["<base><set-body /></base>", "api.xml:2:16 <base> holds no elements, but here stands <set-body>."],
    ["<rewrite-uri />", 'api.xml:2:10 <rewrite-uri> needs the attribute "template".'],
    [
      '<set-body template="liquid">{{body.x}}</set-body>',
      'api.xml:2:30 <set-body template="liquid"> is not emulated. Build the text with an expression: @{ … }.',
    ],
    [
      '<choose><otherwise /><when condition="true" /></choose>',
      "api.xml:2:18 <otherwise> must be the last element inside <choose>.",
    ],
  ])("%s", async (inbound, problem) => {
    expect(await loadProblems({ policies: document({ inbound }) })).toContain(problem);
  });

  test("a policy that exists and is not emulated says so", async () => {
    expect(await loadProblems({ policies: document({ inbound: "<jsonp />" }) })).toEqual([
      "api.xml:2:10 <jsonp> is a policy of API Management that this emulator does not run. JSONP is not emulated; use cors.",
    ]);
  });

  test("a policy in the wrong section", async () => {
    const problems = await loadProblems({ policies: document({ outbound: '<rewrite-uri template="/" />' }) });
    expect(problems).toEqual([
      "api.xml:4:11 <rewrite-uri> is not allowed in <outbound>. Allowed in: <inbound>.",
    ]);
  });

  test.each([
    [
      "<policies><inbond /></policies>",
      'api.xml:1:11 <inbond> is no section of <policies>. Did you mean "inbound"?',
    ],
    [
      "<policies><inbound /><inbound /></policies>",
      "api.xml:1:22 <policies> takes the section <inbound> only once.",
    ],
    ["<policies>x</policies>", "api.xml:1:11 <policies> holds sections, but here stands text."],
    [
      "<policies><inbound>x</inbound></policies>",
      "api.xml:1:20 <inbound> holds policies, but here stands text.",
    ],
    ["<policy />", "api.xml:1:1 The file begins with <policy>; it must be <policies>."],
  ])("%s", async (policies, problem) => {
    expect(await loadProblems({ policies })).toEqual([problem]);
  });

  test("all problems of all files are told at once", async () => {
    const problems = await loadProblems({
      policies: {
        global: document({ inbound: "<a-1 />" }),
        api: document({ inbound: "<a-2 />", outbound: "<a-3 />" }),
      },
    });
    expect(problems.map((line) => line.split(" ")[0])).toEqual([
      "global.xml:2:10",
      "api.xml:2:10",
      "api.xml:4:11",
    ]);
  });

  test("an expression that is no C# is told with its place", async () => {
    const problems = await loadProblems({
      policies: document({ inbound: '\n <set-variable name="x" value="@(1 +)" />' }),
    });
    expect(problems[0]).toMatch(/^api\.xml:3:\d+ /);
  });
});
