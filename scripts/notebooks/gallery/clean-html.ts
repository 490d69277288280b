import { createRequire } from "node:module";

/** The little of the DOM that cleaning needs. */
interface Element {
  innerHTML: string;
  textContent: string;
  readonly tagName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  removeAttribute(name: string): void;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<Element>;
  remove(): void;
}

interface JsdomLibrary {
  JSDOM: new (markup: string) => { readonly window: { readonly document: { readonly body: Element } } };
}

const require = createRequire(import.meta.url);
let body: Element | undefined;

/** jsdom takes most of a second to load, and a gallery needs one document for all of its pages. */
function inertBody(): Element {
  if (body) return body;
  const { JSDOM }: JsdomLibrary = require("jsdom");
  body = new JSDOM("").window.document.body;
  return body;
}

/** Nothing here may run code, load anything or leave the page's own frame. */
const REFUSED = "script,iframe,frame,object,embed,link,meta,base,form,audio,video,portal,foreignObject";
const ADDRESSES = new Set(["src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "data"]);

/** What a cell showed as HTML or SVG, without scripts, handlers and requests to other places. */
export function cleanHtml(markup: string): string {
  const inert = inertBody();
  inert.innerHTML = markup;
  for (const element of inert.querySelectorAll(REFUSED)) element.remove();
  for (const element of inert.querySelectorAll("*")) cleanAttributes(element);
  for (const style of inert.querySelectorAll("style")) style.textContent = cleanCss(style.textContent);
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
