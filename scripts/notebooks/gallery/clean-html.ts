import { createRequire } from "node:module";

/** The little of the DOM that cleaning needs. */
interface Element {
  textContent: string;
  readonly tagName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  removeAttribute(name: string): void;
  setAttribute(name: string, value: string): void;
  remove(): void;
}

/** A template's content belongs to no page: nothing in it is loaded, run or laid out. */
interface Template {
  innerHTML: string;
  readonly content: { querySelectorAll(selector: string): Iterable<Element> };
}

interface JsdomLibrary {
  JSDOM: new (
    markup: string,
  ) => { readonly window: { readonly document: { createElement(name: "template"): Template } } };
}

const require = createRequire(import.meta.url);
let template: Template | undefined;

/** jsdom takes most of a second to load, and a gallery needs one document for all of its pages. */
function inertTemplate(): Template {
  if (template) return template;
  const { JSDOM }: JsdomLibrary = require("jsdom");
  template = new JSDOM("").window.document.createElement("template");
  return template;
}

/** Nothing here may run code, load anything or leave the page's own frame. */
const REFUSED =
  "script,iframe,frame,object,embed,link,meta,base,form,audio,video,portal,template,foreignObject";
const ADDRESSES = new Set(["src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "data"]);

/** What a cell showed as HTML or SVG, without scripts, handlers and requests to other places. */
export function cleanHtml(markup: string): string {
  const inert = inertTemplate();
  inert.innerHTML = markup;
  for (const element of inert.content.querySelectorAll(REFUSED)) element.remove();
  for (const element of inert.content.querySelectorAll("*")) cleanAttributes(element);
  for (const style of inert.content.querySelectorAll("style"))
    style.textContent = cleanCss(style.textContent);
  return inert.innerHTML;
}

function cleanAttributes(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const lower = name.toLowerCase();
    if (lower.startsWith("on")) element.removeAttribute(name);
    else if (lower === "style") element.setAttribute(name, cleanCss(value));
    else if (ADDRESSES.has(lower) && !mayPointTo(element, value.trim())) element.removeAttribute(name);
  }
}

/** A link may lead anywhere a reader would go on purpose; what the page loads by itself must be in the page. */
function mayPointTo(element: Element, address: string): boolean {
  if (address.startsWith("#") || /^data:image\/(?:png|jpeg|gif|webp);/i.test(address)) return true;
  return element.tagName.toLowerCase() === "a" && /^https?:\/\//i.test(address);
}

function cleanCss(css: string): string {
  return css
    .replaceAll(/@import[^;]*;?/gi, "")
    .replaceAll(/url\((?!\s*["']?(?:#|data:image\/))[^)]*\)/gi, "none");
}
