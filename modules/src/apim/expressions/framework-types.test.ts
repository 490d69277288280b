import { expect, test } from "vitest";
import { run } from "../../../tests/expression-harness.ts";

type Case = readonly [expression: string, expected: string];

// The gateway's clock stands at 2026-01-01T00:00:00Z.
const dates: readonly Case[] = [
  ["DateTime.UtcNow", "01/01/2026 00:00:00"],
  ['DateTime.UtcNow.ToString("o")', "2026-01-01T00:00:00.0000000Z"],
  ['DateTime.Now.ToString("yyyy-MM-ddTHH:mm:ssK")', "2026-01-01T00:00:00+00:00"],
  ['DateTime.UtcNow.AddDays(1.5).ToString("r")', "Fri, 02 Jan 2026 12:00:00 GMT"],
  ['new DateTime(2025, 1, 31).AddMonths(1).ToString("yyyy-MM-dd")', "2025-02-28"],
  [
    'new DateTime(2024, 2, 29, 13, 5, 9).ToString("dddd, d MMMM yyyy h:mm tt")',
    "Thursday, 29 February 2024 1:05 PM",
  ],
  ["new DateTime(2024, 2, 29).DayOfWeek", "Thursday"],
  ["new DateTime(2024, 2, 29).DayOfYear", "60"],
  ["(new DateTime(2025, 3, 1) - new DateTime(2025, 2, 1)).TotalDays", "28"],
  ["new DateTime(2025, 1, 1) < new DateTime(2025, 1, 2)", "True"],
  ['new DateTime(2025, 1, 1) == DateTime.Parse("2025-01-01")', "True"],
  ['DateTime.Parse("2025-01-31T12:30:15Z").ToString("HH:mm:ss")', "12:30:15"],
  ['DateTime.Parse("01/31/2025 14:00:00").Hour', "14"],
  ['DateTime.Parse("Fri, 31 Jan 2025 12:00:00 GMT").Day', "31"],
  ['DateTime.Parse("soon")', "System.FormatException: String was not recognized as a valid DateTime."],
  [
    "new DateTime(2025, 2, 30)",
    "System.ArgumentOutOfRangeException: Year, Month, and Day parameters describe an un-representable DateTime.\r\nParameter name: ",
  ],
  ['DateTime.TryParse("x", out var d) + "|" + d.Year', "False|1"],
  ["new DateTime(1970, 1, 1).Ticks", "621355968000000000"],
  ["DateTime.IsLeapYear(2024) && DateTime.DaysInMonth(2023, 2) == 28", "True"],
  ["DateTimeOffset.UtcNow.ToUnixTimeSeconds()", "1767225600"],
  ["DateTimeOffset.FromUnixTimeSeconds(0)", "01/01/1970 00:00:00 +00:00"],
  ['DateTimeOffset.Parse("2025-01-31T12:00:00+02:00").UtcDateTime.Hour', "10"],
  ["new DateTimeOffset(new DateTime(2025, 1, 1)).ToUnixTimeMilliseconds()", "1735689600000"],
  ["TimeSpan.FromMinutes(90)", "01:30:00"],
  ["TimeSpan.FromDays(1.25)", "1.06:00:00"],
  ["TimeSpan.FromSeconds(1.5).TotalMilliseconds", "1500"],
  ["new TimeSpan(1, 2, 3) + TimeSpan.FromSeconds(57)", "01:03:00"],
  ['new TimeSpan(1, 2, 3, 4).ToString(@"hh\\:mm")', "02:03"],
  ['TimeSpan.Parse("1.02:03:04").TotalHours > 26', "True"],
  ["-TimeSpan.FromHours(1)", "-01:00:00"],
];

const others: readonly Case[] = [
  ["Guid.Empty", "00000000-0000-0000-0000-000000000000"],
  ['Guid.Parse("{0F8FAD5B-D9CB-469F-A165-70867728950E}").ToString("N")', "0f8fad5bd9cb469fa16570867728950e"],
  ['new Guid("0f8fad5b-d9cb-469f-a165-70867728950e").ToByteArray()[0]', "91"],
  ["Guid.NewGuid().ToString().Length", "36"],
  ["Guid.NewGuid() == Guid.NewGuid()", "False"],
  ['Guid.TryParse("x", out var g)', "False"],
  ['Convert.ToBase64String(Encoding.UTF8.GetBytes("héllo"))', "aMOpbGxv"],
  ['Encoding.UTF8.GetString(Convert.FromBase64String("aMOpbGxv"))', "héllo"],
  [
    'Convert.FromBase64String("abc")',
    "System.FormatException: The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.",
  ],
  ["BitConverter.ToString(new byte[] { 1, 171 })", "01-AB"],
  ["BitConverter.ToInt32(BitConverter.GetBytes(513), 0)", "513"],
  [
    'BitConverter.ToString(SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes("abc"))).Replace("-", "").Substring(0, 16)',
    "BA7816BF8F01CFEA",
  ],
  [
    'Convert.ToBase64String(new HMACSHA256(Encoding.UTF8.GetBytes("key")).ComputeHash(Encoding.UTF8.GetBytes("The quick brown fox jumps over the lazy dog")))',
    "97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=",
  ],
  [
    'Convert.ToBase64String(new HMACSHA256 { Key = Encoding.UTF8.GetBytes("key") }.ComputeHash(new byte[0])).Length',
    "44",
  ],
  [
    'Encoding.UTF8.GetString(Encoding.UTF8.GetBytes("secret").Encrypt("Aes", new byte[16], new byte[16]).Decrypt("Aes", new byte[16], new byte[16]))',
    "secret",
  ],
  ['System.Net.WebUtility.UrlEncode("a b&c/d")', "a+b%26c%2Fd"],
  ['System.Net.WebUtility.UrlDecode("a+b%26")', "a b&"],
  ['System.Net.WebUtility.HtmlEncode("<a href=\\"x\\">&\'")', "&lt;a href=&quot;x&quot;&gt;&amp;&#39;"],
  ['Uri.EscapeDataString("a b/c(d)")', "a%20b%2Fc%28d%29"],
  ['Uri.UnescapeDataString("a%20b")', "a b"],
  ['new Uri("https://h.test:8443/a/b?x=1#f").Host', "h.test"],
  ['new Uri("https://h.test:8443/a/b?x=1#f").Port', "8443"],
  ['new Uri("https://h.test/a/b?x=1").PathAndQuery', "/a/b?x=1"],
  ['new Uri("https://h.test/a/b/").Segments.Length', "3"],
  ['new Uri("https://h.test/a").GetLeftPart(UriPartial.Authority)', "https://h.test"],
  [
    'new Uri("nothing")',
    "System.UriFormatException: Invalid URI: The format of the URI could not be determined.",
  ],
  ['Regex.Match("max-age=60", @"max-age=(?<age>\\d+)").Groups["age"].Value', "60"],
  ['Regex.Match("max-age=60", @"max-age=(\\d+)").Groups[1]', "60"],
  ['Regex.IsMatch("ABC", "^abc$", RegexOptions.IgnoreCase)', "True"],
  ['Regex.IsMatch("abc", "(?i)^ABC$")', "True"],
  ['Regex.Match("x", "y").Success', "False"],
  ['Regex.Replace("a1b22", @"\\d+", "#")', "a#b#"],
  ['Regex.Replace("john smith", @"(\\w+) (\\w+)", "$2 ${1}")', "smith john"],
  ['Regex.Match("x-12", @"(?<word>\\w)-(\\d)(\\d)").Groups[1].Value', "1"],
  ['Regex.Match("x-12", @"(?<word>\\w)-(\\d)(\\d)").Groups[3].Name', "word"],
  ['Regex.Match("xx", @"((?<inner>x))x").Groups["inner"].Value', "x"],
  ['Regex.Match("a(b", @"\\((?<after>[(b])").Groups["after"].Value', "b"],
  ['new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromSeconds(5)).IsMatch("aaa")', "True"],
  ['Regex.Replace("abc", "[ac]", m => m.Value.ToUpper())', "AbC"],
  ['string.Join("|", Regex.Split("a1b2c", @"\\d"))', "a|b|c"],
  ['Regex.Matches("a1b2", @"\\d").Count', "2"],
  ['new Regex("a+").Match("baaa").Index', "1"],
  ["new Random(1).Next(5, 6)", "5"],
  ["new Random().Next(10) < 10", "True"],
  ["new Random().NextDouble() < 1", "True"],
  ['IPAddress.Parse("10.1.2.3").GetAddressBytes()[3]', "3"],
  ['XElement.Parse("<a x=\'1\'><b>t</b></a>").Element("b").Value', "t"],
  ['XElement.Parse("<a x=\'1\'/>").Attribute("x").Value', "1"],
  [
    'new XElement("a", new XAttribute("x", 1), new XElement("b", "t & u"), true).ToString(SaveOptions.DisableFormatting)',
    '<a x="1"><b>t &amp; u</b>true</a>',
  ],
  [
    'new XElement("a", new XElement("b"), new XElement("c", 1)).ToString()',
    "<a>\r\n  <b />\r\n  <c>1</c>\r\n</a>",
  ],
  ["XDocument.Parse(\"<s:E xmlns:s='urn:x'><s:B/></s:E>\").Descendants().Last().Name.LocalName", "B"],
  [
    'XDocument.Parse("<s:E xmlns:s=\'urn:x\'><s:B>v</s:B></s:E>").Root.Element(XName.Get("B", "urn:x")).Value',
    "v",
  ],
  ['((XNamespace)"urn:x" + "a").ToString()', "{urn:x}a"],
  ["5.GetHashCode() == 5.GetHashCode()", "True"],
  ['new List<string> { "a" }.ToString()', "System.Collections.Generic.List`1[System.String]"],
];

test.each(dates)("dates: %s is %s", async (expression, expected) => {
  expect(await run(`@(${expression})`)).toBe(expected);
});

test.each(others)("types: %s is %s", async (expression, expected) => {
  expect(await run(`@(${expression})`)).toBe(expected);
});
