import { join } from "node:path";
import { paths } from "../../modules/src/config/index.ts";
import { type LabCloud, startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { consoleLogger } from "./console-logger.ts";
import { findFirstLab } from "./first-lab.ts";
import { jupyterCommand, pagePath, readToken } from "./jupyter-command.ts";
import { type JupyterServer, startJupyterServer } from "./jupyter-server.ts";
import { removeLabCloudFile, writeLabCloudFile } from "./lab-cloud-file.ts";
import { openBrowser } from "./open-browser.ts";
import { findFreePort, type PortPlan } from "./port-plan.ts";
import { waitForStopSignal } from "./stop-signal.ts";

export interface WorkshopOptions {
  readonly ports: PortPlan;
  /** How long the lab cloud's answers take; 1 = as the catalog states. */
  readonly timeScale: number;
  readonly withJupyter: boolean;
  readonly open: boolean;
}

/** JupyterLab under way, with its address: `url` lets in whoever has it, `link` only who was let in before. */
interface Jupyter extends JupyterServer {
  readonly url: string;
  readonly link: string;
}

/** Runs lab cloud and JupyterLab, tells where they are, and takes all of it down when asked to stop. */
export async function runWorkshop({ ports, timeScale, withJupyter, open }: WorkshopOptions): Promise<void> {
  const stop = waitForStopSignal();
  const jupyter = withJupyter ? await startJupyter(ports.jupyter.port, timeScale) : undefined;
  try {
    const cloud = await startCloud({ ports, timeScale }, jupyter);
    try {
      await writeLabCloudFile(cloud);
      showCloud(cloud);
      const entrance = (jupyter && (await Promise.race([showJupyter(jupyter), stop]))) ?? `${cloud.http}/`;
      if (entrance !== "stop") {
        console.log("Press Ctrl-C to stop.");
        if (open) openBrowser(entrance);
      }
      await stop;
      console.log("\nStopping ...");
    } finally {
      removeLabCloudFile();
      await cloud.close();
    }
  } finally {
    await jupyter?.stop();
  }
}

async function startJupyter(wantedPort: number, timeScale: number): Promise<Jupyter> {
  const port = wantedPort === 0 ? await findFreePort() : wantedPort;
  const token = readToken(paths.root);
  const notebook = findFirstLab(paths.labs);
  const link = `http://127.0.0.1:${port}${pagePath(notebook)}`;
  const command = jupyterCommand({ root: paths.root, port, token, notebook });
  // A lab that starts a cloud of its own lets it answer as fast as ours does.
  const env = { ...command.env, LAB_TIME_SCALE: String(timeScale) };
  const server = startJupyterServer({
    ...command,
    env,
    port,
    token,
    logFile: join(paths.cache, "jupyter.log"),
  });
  return { ...server, link, url: `${link}?token=${token}` };
}

function startCloud(
  { ports, timeScale }: Pick<WorkshopOptions, "ports" | "timeScale">,
  jupyter: Jupyter | undefined,
): Promise<LabCloud> {
  return startLabCloud({
    httpPort: ports.labHttp.port,
    httpsPort: ports.labHttps.port,
    localPort: ports.localModel.port,
    timeScale,
    logger: consoleLogger,
    // The hub page asks nobody for a password, so JupyterLab's is not on it.
    links: jupyter ? [{ title: "JupyterLab", url: jupyter.link }] : [],
  });
}

function showCloud({ http, https, local, localModel }: LabCloud): void {
  const model =
    localModel.provenance === "local"
      ? `${localModel.name}, on this machine`
      : `simulated${localModel.note ? `: ${localModel.note}` : ""}`;
  show("Hub page", `${http}/`);
  show("Lab cloud", https);
  show("Local model", local, model);
}

/** Waits for JupyterLab and says where it is; `undefined` when it does not come, with the lines that tell why. */
async function showJupyter({ ready, ended, url }: Jupyter): Promise<string | undefined> {
  const outcome = await ready;
  if (outcome !== "ready") {
    console.error(
      [
        "! JupyterLab did not start; all else runs. Its log, .cache/jupyter.log, ends:",
        ...outcome.lines,
      ].join("\n  "),
    );
    return undefined;
  }
  console.log("Open this first; it lets your browser in, and the hub page's links work from then on:");
  show("JupyterLab", url);
  void ended.then((last) =>
    console.error(["! JupyterLab has ended. .cache/jupyter.log ends:", ...last].join("\n  ")),
  );
  return url;
}

function show(name: string, url: string, note = ""): void {
  console.log(`  ${name.padEnd(13)} ${url}${note && `  ${note}`}`);
}
