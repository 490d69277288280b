import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { CHROMIUM, CHROMIUM_FLAGS, hasChromium } from "../../modules/tests/chromium.ts";
import { hasJupyter } from "../setup/jupyter.mjs";
import { findFirstLab } from "../start/first-lab.ts";
import { addressOf, startKit } from "./kit.ts";

const TIME_LIMIT_MS = 600_000;

/** The window is tall since JupyterLab draws only the cells near it. */
async function openChromium(): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), "workshop-chromium-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    viewport: { width: 1200, height: 7000 },
    args: CHROMIUM_FLAGS,
  });
  onTestFinished(async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return browser;
}

const kernelIsIdle = (page: Page) =>
  page.locator('.jp-NotebookPanel-toolbar [data-status="idle"]').first().waitFor({ timeout: 240_000 });

/** JupyterLab saves by itself every two minutes, and the repository keeps its notebooks without outputs. */
function keepAsItIs(file: string): void {
  const before = readFileSync(file);
  onTestFinished(() => writeFileSync(file, before));
}

async function runAllCells(page: Page): Promise<void> {
  await page.locator(".lm-MenuBar-item", { hasText: /^Run$/ }).click();
  await page.locator(".lm-Menu-item", { hasText: "Run All Cells" }).first().click();
  // A cell that waits or runs has [ ] or [*] before it; at the end each has its number.
  const unfinished = page.locator(".jp-CodeCell .jp-InputPrompt", { hasText: /\[[ *]\]/ }).first();
  await unfinished.waitFor({ state: "detached", timeout: 400_000 });
}

test("the first lab runs whole in JupyterLab", { timeout: TIME_LIMIT_MS }, async (context) => {
  context.skip(!hasJupyter(paths.root), "skipped: JupyterLab missing");
  context.skip(!hasChromium, "skipped: chromium missing");
  const kit = startKit();
  const address = await addressOf(kit, "JupyterLab");
  const lab = findFirstLab(paths.labs) ?? "";
  expect(address).toContain(lab);
  keepAsItIs(join(paths.root, lab));

  const page = await (await openChromium()).newPage();
  page.setDefaultTimeout(240_000);
  await page.goto(address);
  await page
    .locator(".jp-Toolbar-kernelName", { hasText: "TypeScript" })
    .first()
    .waitFor({ timeout: 240_000 });
  await kernelIsIdle(page);
  await runAllCells(page);
  await kernelIsIdle(page);
  await page.screenshot({ path: join(paths.out, "screenshots", "jupyterlab-first-lab.png") });

  const written = page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]');
  expect(await written.allInnerTexts()).toEqual([]);
  expect(await page.locator(".jp-OutputArea-output svg").count()).toBeGreaterThan(0);
  expect(await page.locator(".jp-OutputArea-output [data-exercise]").count()).toBeGreaterThan(0);
  kit.pressCtrlC();
  expect(await kit.ended).toBe(0);
});
