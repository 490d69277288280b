import { expect, test } from "vitest";
import { html, plainText, trusted } from "./html.ts";

test("text from elsewhere never becomes markup", () => {
  const hostile = `</div><img src=x onerror="alert('1')">&amp;`;
  expect(html`<div title="${hostile}">${hostile}</div>`.markup).toBe(
    `<div title="&lt;/div&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">&lt;/div&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</div>`,
  );
});

test("our own markup is put in as it is, also in lists, and nothing stays nothing", () => {
  const items = ["<a>", "b"].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${undefined}${3}${trusted("<hr>")}</ul>`.markup).toBe(
    "<ul><li>&lt;a&gt;</li><li>b</li>3<hr></ul>",
  );
});

test("a console shows the words, a line for each row, and no drawing", () => {
  const markup = html`<table><tr><th>name</th><th>ms</th></tr><tr><td>a &lt; b</td><td>3</td></tr></table>
    <figure><div>Title</div><svg><text>12</text></svg><figcaption>Caption</figcaption></figure>`.markup;
  expect(plainText(markup)).toBe("name  ms\na < b  3\nTitle\nCaption");
});
