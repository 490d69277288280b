import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { hasChromium, useBrowser } from "./chromium.ts";
import { startTestCloud } from "./start-test-cloud.ts";

const JUPYTER = { title: "JupyterLab", url: "http://127.0.0.1:8888/lab?token=abc" };

test("the page loads nothing, names no other origin, and escapes what it is given", async () => {
  const cloud = await startTestCloud({
    links: [JUPYTER, { title: "<script>alert(1)</script>", url: 'http://127.0.0.1:1/"onclick="x' }],
  });
  const response = await fetch(cloud.http);
  const page = await response.text();
  const policy = response.headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(page).not.toContain("<script>alert");
  expect(page).not.toContain('"onclick="');
  expect(page).not.toMatch(/(?:src|href)="(?!data:|#|http:\/\/127\.0\.0\.1)/);
  expect(page).not.toContain(cloud.env.AZURE_OPENAI_API_KEY);
});

test("the labs of labs.json are listed and lead into JupyterLab", async () => {
  const cloud = await startTestCloud({ links: [JUPYTER] });
  const page = await (await fetch(cloud.http)).text();
  const labs = JSON.parse(await readFile(join(paths.labs, "labs.json"), "utf8")) as {
    number: string;
    slug: string;
    title: string;
  }[];
  for (const { number, slug, title } of labs) {
    expect(page).toContain(`href="http://127.0.0.1:8888/lab/tree/labs/${number}-${slug}.ipynb?token=abc"`);
    expect(page).toContain(title);
  }
});

test("the deployments are folded, one list for each resource", async () => {
  const cloud = await startTestCloud();
  const page = await (await fetch(cloud.http)).text();
  expect(page.match(/<details/g)).toHaveLength(5);
  expect(page).not.toMatch(/<details[^>]*open/);
  expect(page).toContain("4 deployments in West US");
  for (const name of ["claude-35-sonnet-deployment", "gpt-4o-mini-1k", "model-router"])
    expect(page).toContain(name);
});

test("what the times of the cloud mean is said", async () => {
  const still = await (await fetch((await startTestCloud()).http)).text();
  expect(still).toContain("its times say nothing about Azure");
  const timed = await (await fetch((await startTestCloud({ timeScale: 1 })).http)).text();
  expect(timed).toContain("or the word assumption");
});

test("a link that is added later shows", async () => {
  const links: { title: string; url: string }[] = [];
  const cloud = await startTestCloud({ links });
  const before = await (await fetch(cloud.http)).text();
  expect(before).toContain("JupyterLab does not run here");
  expect(before).not.toContain("Asked for a token?");
  links.push(JUPYTER);
  const after = await (await fetch(cloud.http)).text();
  expect(after).toContain("Open JupyterLab");
  expect(after).toContain("Asked for a token? Open the JupyterLab address from your terminal once");
});

describe.skipIf(!hasChromium)("in Chromium (skipped when it is missing)", () => {
  let cloud: LabCloud;
  const shots = join(paths.out, "hub");

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    cloud = await startLabCloud({ localModel: "simulated", links: [JUPYTER] });
  });
  afterAll(() => cloud?.close());
  const browser = useBrowser();

  async function open(colorScheme: "light" | "dark", width: number) {
    const page = await browser().newPage({ colorScheme, viewport: { width, height: 900 } });
    page.setDefaultTimeout(120_000);
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(cloud.http) && !request.url().startsWith("data:"))
        foreign.push(request.url());
    });
    await page.goto(cloud.http);
    await page.locator("#service-identity .state", { hasText: "request" }).waitFor();
    return { page, complaints, foreign };
  }

  const cases = (["light", "dark"] as const).flatMap((scheme) =>
    [1280, 360, 320].map((width) => ({ scheme, width })),
  );

  test.each(cases)(
    "$scheme, $width px: no complaint, no other host, no sideways scrolling",
    async ({ scheme, width }) => {
      await fetch(`${cloud.http}/openai/v1/models`, { headers: { "api-key": "x" } });
      const { page, complaints, foreign } = await open(scheme, width);
      await page.locator("summary").first().click();
      await page.screenshot({ path: join(shots, `${scheme}-${width}.png`), fullPage: true });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await worstContrast(page)).toBeGreaterThanOrEqual(4.5);
      expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
      await page.close();
    },
  );

  test("health and requests follow what happens", async () => {
    const { page } = await open("light", 1280);
    const before = await page.textContent("#service-azure-openai .state");
    await fetch(`${cloud.http}/openai/v1/models`, {
      headers: { "api-key": cloud.env.AZURE_OPENAI_API_KEY ?? "" },
    });
    await expect
      .poll(() => page.textContent("#service-azure-openai .state"), { timeout: 60_000 })
      .not.toBe(before);
    expect(await page.textContent("#recent-rows tr")).toContain("200GET /openai/v1/models");
    await page.close();
  });

  test("a lab cloud that went away is said", async () => {
    const own = await startTestCloud();
    const page = await browser().newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(own.http);
    await own.close();
    await expect
      .poll(() => page.textContent("#health"), { timeout: 60_000 })
      .toContain("does not answer any more");
    await page.close();
  });

  test("the keyboard reaches every link, the skip link first", async () => {
    const { page } = await open("light", 1280);
    const reached: string[] = [];
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate("document.activeElement.textContent.trim().slice(0, 30)"));
    }
    expect(reached[0]).toBe("Skip to the labs");
    expect(reached).toEqual(
      expect.arrayContaining(["Open JupyterLab", "Environment setup", "Local models", "JupyterLab"]),
    );
    await page.close();
  });
});

/** The lowest contrast of any text with what lies behind it, as WCAG reckons it. */
function worstContrast(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) => {
      const linear = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = rgba(getComputedStyle(at).backgroundColor);
        if (color[3] > 0) return color;
      }
      return [255, 255, 255];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let worst = 21;
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || ["SCRIPT", "STYLE"].includes(element.tagName) || !element.offsetParent) continue;
      const [one, other] = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))];
      worst = Math.min(worst, (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05));
    }
    return worst;
  })()`);
}
