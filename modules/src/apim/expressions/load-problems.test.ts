import { expect, test } from "vitest";
import { problemsOf } from "../../../tests/expression-harness.ts";

/** The text begins at line 10, column 5. */
type Case = readonly [expression: string, place: string, told: string];

const cases: readonly Case[] = [
  // Members of context
  [
    "@(context.Request.Boddy)",
    "10:23",
    "context.Request has no member 'Boddy' that policy expressions may use. Did you mean \"Body\"?",
  ],
  ["@(context.Foo)", "10:15", "Allowed members: Api,"],
  ['@(context.Request.Headers.GetValueOrDefaul("x"))', "10:31", 'Did you mean "GetValueOrDefault"?'],
  ["@(context.Response.statusCode)", "10:24", 'Did you mean "StatusCode"?'],
  ["@{\n  var r = context.Request;\n  return r.Boddy;\n}", "12:12", "Boddy"],
  ["@(contxt.Request)", "10:7", "contxt"],
  // Types and names
  ["@(foo)", "10:7", "The name 'foo' is unknown"],
  ['@(System.IO.File.ReadAllText("x"))', "10:7", "The type 'System.IO.File' is not allowed"],
  ["@(new HttpClient())", "10:11", "The type 'HttpClient' is not allowed"],
  ["@(Console.WriteLine(1))", "10:7", "'Console'"],
  ["@(Environment.NewLine)", "10:7", "'Environment'"],
  ["@(new StringBilder())", "10:11", 'Did you mean "StringBuilder"?'],
  ['@(string.Jion(",", "a"))', "10:14", 'Did you mean "Join"?'],
  ["@(Math.PI2)", "10:12", "PI2"],
  ["@(RSA.Create())", "10:7", "'RSA'"],
  ["@(typeof(string))", "10:7", "typeof"],
  ['@((Foo)context.Variables["a"])', "10:8", "'Foo'"],
  ['@(TimeZoneInfo.FindSystemTimeZoneById("UTC").Id)', "10:7", "'TimeZoneInfo' is allowed by Azure but not"],
  [
    "@(context.Subscription.EndDate)",
    "10:28",
    "context.Subscription has a member 'EndDate' in Azure that is not emulated here.",
  ],
  // Arguments
  [
    '@("a".Substring("b"))',
    "10:11",
    "Allowed: Substring(int startIndex); Substring(int startIndex, int length).",
  ],
  ['@("a".Length())', "10:11", "no method"],
  ["@(context.Request.Body.As<JObject>(preserve: true))", "10:28", "preserveContent"],
  ["@(int.Parse(5))", "10:11", "int.Parse cannot be called with (int)"],
  // Types of values
  ['@(context.Variables["a"].Length)', "10:30", "Write a cast first"],
  ['@{ int x = "a"; return x; }', "10:16", "Cannot convert 'string' to 'int'."],
  ['@{ string x = context.Variables["a"]; return x; }', "10:36", "Write a cast: (string)…"],
  ['@("a" == 5)', "10:7", "'string' and 'int'"],
  ['@("a" - 1)', "10:7", "Operator '-' cannot be applied"],
  ['@(JObject.Parse("{}")["a"] == "x")', "10:26", "Write a cast: (string)token."],
  ["@(1 ? 2 : 3)", "10:7", "Cannot convert 'int' to 'bool'."],
  ['@(true ? 1 : "a")', "10:7", "do not go together"],
  ['@((int)"5")', "10:7", "Cannot convert 'string' to 'int'."],
  ['@{ if ("x") return 1; return 2; }', "10:12", "to 'bool'"],
  ["@{ var x = null; return x; }", "10:12", "has no type"],
  ["@{ int x = null; return x; }", "10:16", "'null' to 'int'"],
  ["@(5 ?? 6)", "10:7", "never null"],
  ["@{ foreach (var x in 5) { } return 1; }", "10:26", "needs a sequence"],
  ['@(new[] { 1, "a" })', "10:13", "no common type"],
  ["@(5())", "10:7", "cannot be called"],
  // Statements
  ["@{ if (true) { return 1; } }", "", ""],
  ['@{ if (context.Request.Method == "GET") { return 1; } }', "10:5", "Not all code paths return a value"],
  ["@{ while (context.Tracing) { return 1; } }", "10:5", "Not all code paths"],
  ["@{ var x = 1; }", "10:5", "Not all code paths"],
  ["@{ return; }", "10:8", "'return' needs a value"],
  ["@{ var x = 1; var x = 2; return x; }", "10:23", "declared already"],
  ["@{ x = 1; return x; }", "10:8", "not declared"],
  ["@{ break; }", "10:8", "no loop"],
  ["@{ 5; return 1; }", "10:8", "unexpected '5'"],
  ["@{ switch (1) { case 1: var a = 1; } return 1; }", "10:21", "must end with break"],
  ['@{ context.Request.Method = "GET"; return 1; }', "10:24", "read-only"],
  ["@{ goto end; }", "10:8", "goto"],
  ["@{ var f = new[] { 1 }.Select(x => { if (x > 1) return 2; }); return 1; }", "10:40", "of this lambda"],
  // Syntax
  ["@(1 +)", "10:", "Syntax error: a value or a name is missing after '+'."],
  ["@(context.Request.)", "10:", "a value or a name is missing after '.'"],
  ["@(== 3)", "10:", "a value or a name is missing here"],
  ["@(checked(1 + 2))", "10:7", "'checked' is not emulated: integers wrap."],
  ["@{ checked { return 1; } }", "10:8", "'checked' is not emulated"],
  ["@{ return 1 }", "10:16", "';' is missing here."],
  ["@(1; 2)", "10:10", "unexpected"],
  ["@()", "10:5", "empty"],
  ["@(a = = b)", "10:11", "unexpected '='"],
  ["@{ return 1; } }", "10:20", "a bracket too many"],
  ["@('ab')", "10:9", "unexpected 'b'"],
  ["@(99999999999999999999)", "10:7", "too large"],
];

test.each(cases)("%s", async (expression, place, told) => {
  const problems = await problemsOf(expression);
  if (place === "") expect(problems).toEqual([]);
  else {
    expect(problems[0]).toMatch(new RegExp(`^${place}`));
    expect(problems[0]).toContain(told);
  }
});

test("all problems are told at once", async () => {
  const problems = await problemsOf("@{\n  var a = context.Foo;\n  return new HttpClient();\n}");
  expect(problems).toHaveLength(2);
  expect(problems[1]).toMatch(/^12:14 .*HttpClient/);
});
