import { describe, expect, test } from "vitest";
import type { LoadProblem } from "./load-error.ts";
import { describeProblem } from "./load-error.ts";
import type { PolicyElement } from "./policy-element.ts";
import { readDocument } from "./read-document.ts";

function read(text: string): PolicyElement {
  const problems: LoadProblem[] = [];
  const root = readDocument({ file: "p.xml", text }, problems);
  expect(problems).toEqual([]);
  if (!root) throw new Error("Nothing was read.");
  return root;
}

function problemsOf(text: string): readonly string[] {
  const problems: LoadProblem[] = [];
  expect(readDocument({ file: "p.xml", text }, problems)).toBeUndefined();
  return problems.map(describeProblem);
}

/** The value of `x` in `<a x="…"/>`. */
const attribute = (written: string) => read(`<a x="${written}" />`).attributes.get("x")?.value;
const textOf = (written: string) => read(`<a>${written}</a>`).text?.value;

describe("expressions in attributes", () => {
  test.each([
    ['@(Headers["a"] == "b" && 1 < 2)'],
    ['@(context.Request.Body.As<JObject>(preserveContent:true)["x"])'],
    ["@(\"a \\\" > b\" + '\"' + '\\'')"],
    ['@(@"c:\\dir ""quoted"" <")'],
    ['@($"{(a ? "x" : "y")}-{{literal}}-{b:yyyy-MM-dd}")'],
    ['@($@"{x["k"]} "" {{")'],
    ['@{ /* a " ) */ return a[0] > 1 ? "}" : "{"; }'],
    ['@{\n  // say "hi" )\n  return "a";\n}'],
    ["@(a ?? '&')"],
    ['@("https://x/?a=1&b=2")'],
  ])("%s stays as it is", (written) => {
    expect(attribute(written)).toBe(written);
  });

  test.each([
    ["@(Variables[&quot;a&quot;] == &quot;b&quot; &amp;&amp; 1 &lt; 2)", '@(Variables["a"] == "b" && 1 < 2)'],
    ["@(b[&quot;m&quot;] != null ? &quot;a&amp;b&quot; : &#34;c&#x22;)", '@(b["m"] != null ? "a&b" : "c")'],
    ['@(a["x"] &amp;&amp; b)', '@(a["x"] && b)'],
  ])("%s is written for XML", (written, meant) => {
    expect(attribute(written)).toBe(meant);
  });

  test("an entity in a string of an expression that is not written for XML is that text", () => {
    expect(attribute('@(s.Replace("&amp;", "&"))')).toBe('@(s.Replace("&amp;", "&"))');
  });

  test("single quotes around the attribute", () => {
    expect(read(`<a x='@("b".ToLower() + 'c')' y='1' />`).attributes.get("x")?.value).toBe(
      `@("b".ToLower() + 'c')`,
    );
  });
});

describe("expressions in text", () => {
  test.each([
    ['@{ return new JObject(new JProperty("a<b", 1 < 2 && 3 > 2)).ToString(); }'],
    ['@("<html>&nbsp;</html>")'],
    ["@{\r\n  return 1;\r\n}"],
  ])("%s stays as it is", (written) => {
    expect(textOf(written)).toBe(written.replaceAll("\r\n", "\n"));
  });

  test("entities of text written for XML are resolved", () => {
    expect(textOf('@($"u?$count=true&amp;$filter={x["oid"]}")')).toBe(
      '@($"u?$count=true&$filter={x["oid"]}")',
    );
  });

  test("behind a comment, and with blanks around", () => {
    expect(textOf('<!-- "note" -->\n  @(a < b)\n')?.trim()).toBe("@(a < b)");
  });

  test("CDATA is text", () => {
    expect(textOf('<![CDATA[{"a": "<&>"}]]>')).toBe('{"a": "<&>"}');
  });
});

describe("positions", () => {
  test("stay exact behind expressions", () => {
    const root = read('<a>\n  <b x="@(y["k"] < 2)" z="1"/>\n  <c>\n    @(q && r)\n  </c>\n</a>');
    const [b, c] = root.children;
    expect(b?.position).toEqual({ file: "p.xml", line: 2, column: 3 });
    expect(b?.attributes.get("x")?.position).toEqual({ file: "p.xml", line: 2, column: 9 });
    expect(b?.attributes.get("z")?.position).toEqual({ file: "p.xml", line: 2, column: 27 });
    expect(c?.text?.position).toEqual({ file: "p.xml", line: 4, column: 5 });
  });

  test("stay exact behind an expression of several lines", () => {
    const root = read('<a>\n<b x="@{\n return "1";\n}"/>\n<c/></a>');
    expect(root.children[1]?.position).toEqual({ file: "p.xml", line: 5, column: 1 });
  });
});

test("a body of XML is text", () => {
  const root = read("<a><set-body><x y='1'>&amp; {{v}}</x><z/></set-body></a>");
  expect(root.children[0]?.children).toEqual([]);
  expect(root.children[0]?.text?.value).toBe('<x y="1">&amp; {{v}}</x><z/>');
});

describe("what cannot be read is told with its place", () => {
  test.each([
    ["<a>\n <b>\n</a>", "p.xml:3:1 </a> stands here, but <b> is still open. Close it first: </b>."],
    ["<a>\n <b>", "p.xml:2:2 <b> is never closed: </b> is missing."],
    ["<a></a></b>", "p.xml:1:8 </b> closes nothing."],
    [
      '<a x="@(f(1)" />\n<b/>',
      "p.xml:1:7 The expression @(f(1)\" /> has no end: a bracket, string or comment is not closed before the attribute's closing quote.",
    ],
    [
      '<a>@("x") and more</a>',
      'p.xml:1:11 An expression must be the whole value, but after it stands and more</a>. Write one expression: @("a" + b).',
    ],
    ["<a>x & y</a>", "p.xml:1:6 A bare & outside of an expression must be written &amp;."],
    ['<a x="?b=1&c=2" />', "p.xml:1:11 A bare & outside of an expression must be written &amp;."],
    ["<a x=1 />", "p.xml:1:1 This is no well-formed XML: the attribute value 1 needs quotes."],
    ["<a x='1' x='2' />", "p.xml:1:1 This is no well-formed XML: the attribute x stands twice."],
    ["<a/><b/>", "p.xml:1:5 This is no well-formed XML: a second element stands behind the first one's end."],
    ["", "p.xml:1:1 This is no well-formed XML: there is no element in it."],
    ["<!-- no end", "p.xml:1:1 The end --> is missing."],
  ])("%s", (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});
