import { spawn } from "node:child_process";

/** Opens an address in the user's browser. A machine without one, or without a screen, is no error. */
export function openBrowser(url: string, environment: NodeJS.ProcessEnv = process.env): void {
  const opener = findOpener(url, process.platform, environment);
  if (!opener) return;
  const [command, ...args] = opener;
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

/** The command that opens `url`; `undefined` where nothing could show it. */
export function findOpener(
  url: string,
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): [string, ...string[]] | undefined {
  if (platform === "darwin") return ["open", url];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  // Cloud editors name their own opener here.
  if (environment.BROWSER) return [environment.BROWSER, url];
  // Without a screen xdg-open would start a browser for terminals.
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ["xdg-open", url] : undefined;
}
