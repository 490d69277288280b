import { expect, test } from "vitest";
import { run } from "../../../tests/expression-harness.ts";

type Case = readonly [what: string, body: string, expected: string];

const cases: readonly Case[] = [
  ["variables", 'var a = 1; int b = a + 1, c = b; string d; d = "x"; return a + b + c + d;', "5x"],
  [
    "brackets around a name are no cast",
    'var s = "abc"; int? n = 3; var t = 3; return (s.Length) - 1 + "|" + ((n.Value) + (n ?? 4)) + "|" + ((t) & 1) + (t) * 2;',
    "2|6|16",
  ],
  ["a cast stays one", "double d = 2.5; return (int)-d + (int)(d) + (System.Int32)(-d);", "-2"],
  ["a declared type converts", "double x = 1; return x / 2;", "0.5"],
  ["constants", 'const string a = "x"; const uint n = 60 * 20; return a + n;', "x1200"],
  ["+= and ++", "var i = 1; i += 2; i++; ++i; i *= 3; i -= 1; return i;", "14"],
  ["x++ gives the value before", "var i = 1; var j = i++ + ++i; return j;", "4"],
  ["??= only fills null", 'string a = null; a ??= "x"; a ??= "y"; return a;', "x"],
  ["+= on text", 'var s = ""; for (var i = 0; i < 3; i++) s += i; return s;', "012"],
  ["if and else", "var x = 5; if (x > 9) return 1; else if (x > 3) { return 2; } else return 3;", "2"],
  [
    "for with two variables",
    "var s = 0; for (int i = 0, j = 10; i < j; i++, j--) s += j - i; return s;",
    "30",
  ],
  [
    "while, break, continue",
    "var s = 0; var i = 0; while (true) { i++; if (i > 10) break; if (i % 2 == 0) continue; s += i; } return s;",
    "25",
  ],
  ["do runs at least once", "var i = 0; do { i++; } while (i < 0); return i;", "1"],
  ["foreach over an array", 'var s = ""; foreach (var x in new[] { "a", "b" }) { s += x; } return s;', "ab"],
  [
    "foreach over a text",
    'var n = 0; foreach (char c in "a1b2") { if (char.IsDigit(c)) n++; } return n;',
    "2",
  ],
  ["foreach with a cast", "var s = 0; foreach (int x in new List<object> { 1, 2 }) s += x; return s;", "3"],
  [
    "foreach over null",
    "string[] a = null; foreach (var x in a) { } return 1;",
    "System.NullReferenceException: Object reference not set to an instance of an object.",
  ],
  [
    "nested loops: break leaves the inner one",
    "var n = 0; for (var i = 0; i < 3; i++) { for (var j = 0; j < 3; j++) { if (j == 1) break; n++; } } return n;",
    "3",
  ],
  ["return out of a loop", "foreach (var x in new[] { 1, 2, 3 }) { if (x == 2) return x; } return 0;", "2"],
  [
    "switch by text",
    'switch ("B".ToLower()) { case "a": return 1; case "b": case "c": return 2; default: return 3; }',
    "2",
  ],
  [
    "switch with break",
    "var r = 0; switch (3) { case 1: r = 1; break; default: r = 9; break; } return r;",
    "9",
  ],
  [
    "switch by type",
    'object o = "abc"; switch (o) { case int n: return n; case string s when s.Length > 5: return "long"; case string s: return s + "!"; default: return null; }',
    "abc!",
  ],
  [
    "switch expression",
    'var n = 7; return n switch { < 5 => "low", >= 5 and < 9 => "middle", _ => "high" };',
    "middle",
  ],
  [
    "switch on null",
    'string s = null; switch (s) { case null: return "none"; default: return "some"; }',
    "none",
  ],
  ["try and catch", 'try { return int.Parse("x"); } catch { return -1; }', "-1"],
  [
    "catch by type",
    'try { throw new ArgumentException("bad"); } catch (FormatException) { return 1; } catch (ArgumentException e) { return e.Message; }',
    "bad",
  ],
  [
    "catch with a filter",
    'try { throw new Exception("b"); } catch (Exception e) when (e.Message == "a") { return 1; } catch (Exception e) when (e.Message == "b") { return 2; }',
    "2",
  ],
  [
    "finally runs after return",
    'var log = ""; try { try { return log; } finally { log += "f"; } } finally { log += "g"; }',
    "",
  ],
  [
    "finally runs after an exception",
    'var log = "a"; try { try { throw new Exception("x"); } finally { log += "f"; } } catch { } return log;',
    "af",
  ],
  [
    "rethrow",
    'try { try { throw new InvalidOperationException("x"); } catch { throw; } } catch (InvalidOperationException e) { return e.Message; }',
    "x",
  ],
  [
    "inner exceptions",
    'try { try { throw new Exception("a"); } catch (Exception e) { throw new Exception("b", e); } } catch (Exception e) { return e.Message + e.InnerException.Message; }',
    "ba",
  ],
  ["an uncaught exception", 'throw new Exception("boom");', "System.Exception: boom"],
  ["throw as a value", 'string s = null; return s ?? throw new Exception("none");', "System.Exception: none"],
  [
    "null reference",
    "string s = null; return s.Length;",
    "System.NullReferenceException: Object reference not set to an instance of an object.",
  ],
  ["out var", 'if (int.TryParse("42", out var n)) { return n + 1; } return 0;', "43"],
  [
    "out with a declared variable",
    'int n; bool ok = int.TryParse("x", out n); return ok + "|" + n;',
    "False|0",
  ],
  [
    "TryGetValue",
    'var d = new Dictionary<string, int> { ["a"] = 1 }; return d.TryGetValue("b", out int v) + "|" + v;',
    "False|0",
  ],
  [
    "using",
    'using (var sha = SHA256.Create()) { return sha.ComputeHash(Encoding.UTF8.GetBytes("")).Length; }',
    "32",
  ],
  [
    "using declaration",
    'using var md5 = MD5.Create(); return BitConverter.ToString(md5.ComputeHash(Encoding.UTF8.GetBytes("a"))).Replace("-", "").ToLower();',
    "0cc175b9c0f1b6a831c399e269772661",
  ],
  [
    "local functions, below their use",
    "return Twice(4) + Add(1, 2); int Twice(int x) => x * 2; int Add(int a, int b) { return a + b; }",
    "11",
  ],
  [
    "local functions see variables around",
    "var n = 1; void Grow() { n += 10; } Grow(); Grow(); return n;",
    "21",
  ],
  ["recursion", "int Fac(int n) => n < 2 ? 1 : n * Fac(n - 1); return Fac(6);", "720"],
  ["lambdas in variables", "Func<int, int> twice = x => x * 2; return twice(4) + twice.Invoke(1);", "10"],
  [
    "a lambda with a block",
    'Func<int, string> f = x => { if (x > 0) return "+"; return "-"; }; return f(1) + f(-1);',
    "+-",
  ],
  [
    "lambdas keep the variable of each turn",
    "var fs = new List<Func<int>>(); foreach (var x in new[] { 1, 2, 3 }) { fs.Add(() => x * 10); } return fs.Sum(f => f());",
    "60",
  ],
  [
    "lambdas in a for loop's body",
    "var fs = new List<Func<int>>(); for (var i = 0; i < 3; i++) { var j = i; fs.Add(() => j); } return fs[0]() + fs[2]();",
    "2",
  ],
  [
    "actions change variables around",
    "var n = 0; new List<int> { 1, 2, 3 }.ForEach(x => n += x); return n;",
    "6",
  ],
  ["tuples taken apart", 'var (a, b) = (1, "x"); return a + b;', "1x"],
  ["tuples with names", 'var t = (name: "a", count: 2); return t.name + t.count;', "a2"],
  ["swapping by tuples", "var a = 1; var b = 2; (a, b) = (b, a); return a * 10 + b;", "21"],
  [
    "pairs taken apart in foreach",
    'var s = ""; foreach (var (k, v) in new Dictionary<string, int> { { "a", 1 } }) s += k + v; return s;',
    "a1",
  ],
  [
    "is with a declaration",
    'object o = "abc"; if (o is string s && s.Length == 3) return s; return null;',
    "abc",
  ],
  ["is not", "object o = 5; return o is not string && o is not null;", "True"],
  ["dynamic", 'dynamic d = JObject.Parse("{\\"a\\":{\\"b\\":5}}"); return d.a.b + 1;', "6"],
  [
    "arrays",
    'var a = new int[2]; a[0] = 5; a[1] += 3; string[] b = { "x", "y" }; return a[0] + a[1] + b[1];',
    "8y",
  ],
  ["bytes", "var b = new byte[] { 1, 255 }; b[0] = (byte)(b[1] + 2); return b[0];", "1"],
  ["comments", "// one\n/* two */ return 1; // three", "1"],
  ["unchecked", "unchecked { return int.MaxValue + 1; }", "-2147483648"],
  ["nested blocks", "{ var a = 1; if (a == 1) { return a; } } return 2;", "1"],
  [
    "StringBuilder",
    'var sb = new StringBuilder("a"); sb.Append("b").Append(1).AppendLine(); sb.AppendFormat("{0}!", 2); return sb.ToString().Replace("\\r\\n", "|");',
    "ab1|2!",
  ],
];

test.each(cases)("%s: %s", async (_what, body, expected) => {
  expect(await run(`@{ ${body} }`)).toBe(expected);
});
