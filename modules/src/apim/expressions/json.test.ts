import { describe, expect, test } from "vitest";
import { run } from "../../../tests/expression-harness.ts";

const SAMPLE =
  '{"model":"gpt-4o","n":3,"t":0.5,"stream":true,"none":null,"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"hi"}],"meta":{"a b":{"c":[1,2,3]}}}';

type Case = readonly [expression: string, expected: string];

const reading: readonly Case[] = [
  ['(string)j["model"]', "gpt-4o"],
  ['j["model"].ToString()', "gpt-4o"],
  ['(int)j["n"] + 1', "4"],
  ['(double)j["t"]', "0.5"],
  ['(bool)j["stream"]', "True"],
  ['j["stream"].ToString()', "True"],
  ['j["missing"] == null', "True"],
  ['j["none"] == null', "False"],
  ['j["none"].Type', "Null"],
  ['(string)j["none"] == null', "True"],
  ['(string)j["missing"] ?? "none"', "none"],
  ['j["missing"]?.ToString() ?? "none"', "none"],
  [
    'j["missing"].ToString()',
    "System.NullReferenceException: Object reference not set to an instance of an object.",
  ],
  ['(int)j["missing"]', "System.ArgumentNullException: Value cannot be null.\r\nParameter name: value"],
  ['(int?)j["missing"] ?? 7', "7"],
  ['(int)j["model"]', "System.FormatException: Input string was not in a correct format."],
  ['(string)j["messages"]', "System.ArgumentException: Can not convert Array to String."],
  ['j["messages"][1]["content"]', "hi"],
  ['j["messages"].Count()', "2"],
  ['((JArray)j["messages"]).Count', "2"],
  ['j["messages"].Where(m => (string)m["role"] == "user").Select(m => (string)m["content"]).First()', "hi"],
  ['j["messages"].Last["role"]', "user"],
  [
    'j["messages"][5]',
    "System.ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection.\r\nParameter name: index",
  ],
  [
    'j["model"]["x"]',
    "System.InvalidOperationException: Cannot access child value on Newtonsoft.Json.Linq.JValue.",
  ],
  ['j.Value<int>("n")', "3"],
  ['j.Value<string>("n")', "3"],
  ['j.Value<int>("missing")', "0"],
  ['j["n"].Value<long>()', "3"],
  ['j.SelectToken("messages[0].content")', "be kind"],
  ["j.SelectToken(\"$.meta['a b'].c[1]\")", "2"],
  ['j.SelectToken("nothing.here") == null', "True"],
  ['j.SelectTokens("$.messages[*].role").Count()', "2"],
  ['string.Join(",", j.SelectTokens("$..role"))', "system,user"],
  ["j.SelectToken(\"$.messages[?(@.role == 'user')].content\")", "hi"],
  ['string.Join(",", j.SelectTokens("$.meta[\'a b\'].c[?(@ > 1)]"))', "2,3"],
  ['j.Property("model").Value', "gpt-4o"],
  ['j.Property("zz")?.Value?.ToString() ?? ""', ""],
  ['string.Join(",", j.Properties().Select(p => p.Name).Take(2))', "model,n"],
  ['j.ContainsKey("n") + "|" + j.Count', "True|7"],
  ['j.TryGetValue("n", out JToken t) ? (int)t : 0', "3"],
  ['j.GetValue("MODEL", StringComparison.OrdinalIgnoreCase)', "gpt-4o"],
  ['j["messages"].Type == JTokenType.Array', "True"],
  ['j["messages"].HasValues', "True"],
  ['j["messages"][1]["role"].Path', "messages[1].role"],
  ['j["messages"].ToObject<List<JObject>>()[0]["role"]', "system"],
  ['string.Join(",", j.SelectToken("meta[\'a b\'].c").ToObject<int[]>())', "1,2,3"],
  ["j.Descendants().OfType<JProperty>().Count()", "13"],
  ['((JObject)j.DeepClone())["n"]', "3"],
  ["JToken.DeepEquals(j, JObject.Parse(j.ToString()))", "True"],
];

const building: readonly Case[] = [
  ["new JObject().ToString()", "{}"],
  [
    'new JObject(new JProperty("a", 1), new JProperty("b", "x")).ToString()',
    '{\r\n  "a": 1,\r\n  "b": "x"\r\n}',
  ],
  ['new JObject(new JProperty("a", 1)).ToString(Formatting.None)', '{"a":1}'],
  [
    'new JObject { ["a"] = 1, ["b"] = "x", ["c"] = null, ["d"] = true, ["e"] = 1.0 }.ToString(Formatting.None)',
    '{"a":1,"b":"x","c":null,"d":true,"e":1.0}',
  ],
  ['new JObject { { "a", 1 } }.ToString(Formatting.None)', '{"a":1}'],
  ['new JArray(1, "a", null).ToString(Formatting.None)', '[1,"a",null]'],
  ['new JArray(new[] { "a", "b" }).ToString(Formatting.None)', '["a","b"]'],
  ["new JArray { 1, new JObject() }.ToString()", "[\r\n  1,\r\n  {}\r\n]"],
  ['new JProperty("a", new JArray(1, 2)).ToString()', '"a": [\r\n  1,\r\n  2\r\n]'],
  ['new JProperty("a", new[] { "x", "y" }).Value.ToString(Formatting.None)', '["x","y"]'],
  [
    'JsonConvert.SerializeObject(new { a = 1, b = new[] { "x" }, c = new { d = (string)null } })',
    '{"a":1,"b":["x"],"c":{"d":null}}',
  ],
  ['JsonConvert.SerializeObject("a\\"b\\n\\u00e9<")', '"a\\"b\\né<"'],
  [
    "JsonConvert.SerializeObject(1.5) + JsonConvert.SerializeObject(2.0) + JsonConvert.SerializeObject(3m)",
    "1.52.03.0",
  ],
  [
    'JsonConvert.SerializeObject(new Dictionary<string, object> { ["k"] = 1, ["l"] = new List<int> { 1 } })',
    '{"k":1,"l":[1]}',
  ],
  ["JsonConvert.SerializeObject(new { a = 1 }, Formatting.Indented)", '{\r\n  "a": 1\r\n}'],
  [
    "JsonConvert.SerializeObject(new DateTime(2025, 1, 31, 12, 0, 0, DateTimeKind.Utc))",
    '"2025-01-31T12:00:00Z"',
  ],
  ['JsonConvert.DeserializeObject<JObject>("{\\"a\\":1}")["a"]', "1"],
  ['JsonConvert.DeserializeObject<Dictionary<string, string>>("{\\"a\\":\\"x\\"}")["a"]', "x"],
  ['JsonConvert.DeserializeObject<List<int>>("[1,2]").Sum()', "3"],
  ['((dynamic)JsonConvert.DeserializeObject("{\\"a\\":{\\"b\\":1}}")).a.b.ToString()', "1"],
  ['JObject.FromObject(new { a = 1, b = "x" }).ToString(Formatting.None)', '{"a":1,"b":"x"}'],
  ["JToken.FromObject(5).Type", "Integer"],
  ['JArray.Parse("[1, 2.5, \\"x\\", [true]]").ToString(Formatting.None)', '[1,2.5,"x",[true]]'],
  ['JToken.Parse("{a: \'x\', /* c */ \\"b\\": [1,],}").ToString(Formatting.None)', '{"a":"x","b":[1]}'],
  ['(JObject.Parse("{\\"n\\": 12345678901}")["n"]).Type', "Integer"],
  ['JObject.Parse("{\\"d\\": \\"2025-01-31T12:00:00Z\\"}")["d"].Type', "Date"],
  ['JObject.Parse("{\\"d\\": \\"2025-01-31T12:00:00Z\\"}")["d"].ToString()', "01/31/2025 12:00:00"],
  [
    'JObject.Parse("{\\"d\\": \\"2025-01-31T12:00:00Z\\"}").ToString(Formatting.None)',
    '{"d":"2025-01-31T12:00:00Z"}',
  ],
];

const broken: readonly Case[] = [
  [
    'JObject.Parse("")',
    "Newtonsoft.Json.JsonReaderException: Error reading JObject from JsonReader. Path '', line 0, position 0.",
  ],
  [
    'JObject.Parse("not json")',
    "Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: n. Path '', line 0, position 0.",
  ],
  [
    'JObject.Parse("[1]")',
    "Newtonsoft.Json.JsonReaderException: Error reading JObject from JsonReader. Current JsonReader item is not an object: StartArray. Path '', line 1, position 1.",
  ],
  ["JObject.Parse(null)", "System.ArgumentNullException: Value cannot be null.\r\nParameter name: s"],
];

const changing: readonly (readonly [body: string, expected: string])[] = [
  [
    'j["model"] = "x"; j["n"] = 5; j["new"] = new JArray(1); return (string)j["model"] + j["n"] + j["new"][0];',
    "x51",
  ],
  ['j.Remove("messages"); j.Remove("meta"); return j.Count;', "5"],
  [
    '((JArray)j["messages"]).Add(new JObject { ["role"] = "x" }); return j["messages"].Count() + (string)j["messages"].Last["role"];',
    "3x",
  ],
  ['j.Add("z", 1); return (int)j["z"];', "1"],
  [
    'j.Add("n", 1); return 0;',
    "System.ArgumentException: Can not add property n to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.",
  ],
  ['j["messages"][0].Remove(); return j["messages"].Count();', "1"],
  ['j.Property("n").Remove(); return j["n"] == null;', "True"],
  ['j["model"].Replace("y"); return j["model"];', "y"],
  [
    'foreach (var p in j.Properties().ToList()) { if (p.Name != "n") p.Remove(); } return j.ToString(Formatting.None);',
    '{"n":3}',
  ],
  ['var s = ""; foreach (var m in j["messages"]) { s += m["role"]; } return s;', "systemuser"],
  ['var s = ""; foreach (JObject m in (JArray)j["messages"]) { s += m["role"]; } return s;', "systemuser"],
  ['var s = ""; foreach (var p in j) { s += p.Key[0]; } return s;', "mntsnmm"],
  [
    'j.Merge(JObject.Parse("{\\"n\\":9,\\"meta\\":{\\"x\\":1}}")); return (int)j["n"] + (int)j["meta"]["x"] + j["meta"].Count();',
    "12",
  ],
  ['var copy = new JObject(j); copy["n"] = 0; return j["n"];', "3"],
];

async function withSample(body: string): Promise<string> {
  return run(`@{ var j = context.Request.Body.As<JObject>(preserveContent: true); ${body} }`, {
    request: { body: SAMPLE },
  });
}

describe("JSON", () => {
  test.each(reading)("reads %s as %s", async (expression, expected) => {
    expect(await withSample(`return ${expression};`)).toBe(expected);
  });

  test.each(building)("builds %s", async (expression, expected) => {
    expect(await run(`@(${expression})`)).toBe(expected);
  });

  test.each(broken)("refuses %s", async (expression, expected) => {
    expect(await run(`@(${expression})`)).toBe(expected);
  });

  test.each(changing)("changes: %s gives %s", async (body, expected) => {
    expect(await withSample(body)).toBe(expected);
  });
});
