import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/index.ts";
import { hasChromium, useBrowser } from "../../modules/tests/chromium.ts";
import { startTestServer } from "../../modules/tests/start-test-server.ts";
import { type Asked, writeReportFiles } from "./report-files.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TIME_LIMIT_MS = 120_000;
/** What the test saw, for whoever wants to look as well. */
const PICTURES = join(paths.out, "pages");
const WIDTHS = { desktop: 900, phone: 390 } as const;

/** Two weeks of everything that a report draws: routers, failures, what was for nothing, two classes of answers. */
const asked: readonly Asked[] = Array.from({ length: 240 }, (_, place) => ({
  id: `r-${place}`,
  at: Date.UTC(2026, 10, 2) + place * 5_000_000,
  by: place % 3 === 0 ? "cloud" : "local",
  router: ["rule", "bert", "phi"][place % 3] ?? "rule",
  ms: (place % 3 === 0 ? 1800 : 240) + ((place * 37) % 200),
  ...(place % 20 === 0 && { target: "local", wastedUsd: 0.0004 }),
  ...(place % 15 === 0 && { routingUsd: 0.0001 }),
  ...(place % 31 === 0 && { outcome: "failed" }),
  ...(place % 8 === 0 && { provenance: "live" }),
}));

/** What a page shows that nobody should see. Runs in the page. */
const FAULTS = `() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) faults.push("scrolls sideways: " + root.scrollWidth + " of " + innerWidth);
  for (const cell of document.querySelectorAll("td, th")) {
    const range = document.createRange();
    for (const node of cell.childNodes) {
      const word = node.nodeType === 3 && /^[^\\s-]{1,12}$/.test(node.textContent.trim()) ? node : undefined;
      if (!word) continue;
      range.selectNodeContents(word);
      if (range.getClientRects().length > 1) faults.push("broken in the middle: " + word.textContent);
    }
  }
  for (const svg of document.querySelectorAll("figure svg[aria-label]")) {
    const label = svg.getAttribute("aria-label");
    const { width, height } = svg.getBoundingClientRect();
    if (width < 100 || height < 30) faults.push("too small: " + label);
    if (!svg.querySelector("path, rect, circle, line")) faults.push("nothing drawn: " + label);
    const words = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent.trim() !== "" && !text.querySelector("tspan"))
      .map((text) => ({ said: text.textContent, at: text.getBoundingClientRect() }));
    const frame = svg.getBoundingClientRect();
    for (const [place, { said, at }] of words.entries()) {
      if (at.height < 10) faults.push("too small to read: " + said + " in " + label);
      if (at.left < frame.left - 1 || at.right > frame.right + 1) faults.push("cut off: " + said + " in " + label);
      for (const other of words.slice(place + 1)) {
        const wide = Math.min(at.right, other.at.right) - Math.max(at.left, other.at.left);
        const high = Math.min(at.bottom, other.at.bottom) - Math.max(at.top, other.at.top);
        if (wide > 1 && high > 2) faults.push("one over the other: " + said + " and " + other.said + " in " + label);
      }
    }
  }
  return faults;
}`;

/** Contrast of the page's text against its ground. Runs in the page. */
const CONTRAST = `() => {
  const canvas = document.createElement("canvas").getContext("2d");
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const { color, backgroundColor } = getComputedStyle(document.body);
  // Where the page leaves its ground to the browser, that of the reader's scheme.
  const canvasOf = document.body.appendChild(document.createElement("div"));
  canvasOf.style.background = "Canvas";
  const ground = backgroundColor === "rgba(0, 0, 0, 0)" ? getComputedStyle(canvasOf).backgroundColor : backgroundColor;
  canvasOf.remove();
  const [one, other] = [light(color), light(ground)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}`;

describe.skipIf(!hasChromium)("in a browser (skipped: chromium missing, where it is not there)", () => {
  const browser = useBrowser(TIME_LIMIT_MS);

  /** Opens a page light and dark, wide and narrow. */
  async function look(name: string, url: string, see: (page: Page, at: string) => Promise<void>) {
    for (const colorScheme of ["light", "dark"] as const)
      for (const [device, width] of Object.entries(WIDTHS)) {
        const context = await browser().newContext({ colorScheme, viewport: { width, height: 800 } });
        const page = await context.newPage();
        const said: string[] = [];
        page.on("console", (message) => said.push(message.text()));
        page.on("pageerror", (error) => said.push(String(error)));
        page.on("requestfailed", (request) => said.push(`not loaded: ${request.url()}`));
        await page.goto(url);
        const at = `${name}-${device}-${colorScheme}`;
        await page.screenshot({ path: join(PICTURES, `${at}.png`), fullPage: true });
        expect([at, said, await page.evaluate(`(${FAULTS})()`)]).toEqual([at, [], []]);
        expect(Number(await page.evaluate(`(${CONTRAST})()`))).toBeGreaterThan(7);
        await see(page, at);
        await context.close();
      }
  }

  test("the report draws its charts, light and dark, at 900 pixels and on a phone", {
    timeout: TIME_LIMIT_MS,
  }, async () => {
    const folder = temporaryFolder();
    const files = await writeReportFiles(folder, asked);
    const file = join(folder, "report.html");
    const made = await runScript("report.ts", [
      ...["--ledger", files.ledger, "--telemetry", files.telemetry, "--out", file],
    ]);
    expect([made.code, made.err]).toEqual([0, ""]);
    await look("report", pathToFileURL(file).href, async (page, at) => {
      const charts = await page.locator("figure svg[aria-label]").count();
      expect([at, charts]).toEqual([at, expect.toSatisfy((count: number) => count >= 5)]);
    });
  });

  test("the server's list of operations opens and unfolds", { timeout: TIME_LIMIT_MS }, async () => {
    const server = await startTestServer();
    await look("docs", `${server.url}/docs`, async (page, at) => {
      const chat = page.locator("#createChatCompletion, details").first();
      await chat.locator("summary").click();
      expect(await chat.locator("pre").isVisible()).toBe(true);
      expect([at, await page.evaluate(`(${FAULTS})()`)]).toEqual([at, []]);
    });
  });
});
