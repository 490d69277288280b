import { type Check, type Finding, missing, ok, optional, problem } from "./check.ts";
import type { InstallState, Machine } from "./machine.ts";
import { addressOf, setVariables, showAddress } from "./set-variables.ts";

/** What `npm start` makes in this folder. */
export const workshopChecks: readonly Check[] = [
  {
    id: "PACKAGES",
    title: "Packages",
    group: "workshop",
    run: (machine) => judgeInstalled(machine.packages(), "as in package-lock.json", "Run: npm start"),
  },
  {
    id: "BUILD",
    title: "Build of modules",
    group: "workshop",
    needs: ["PACKAGES"],
    run: (machine) => judgeInstalled(machine.build(), "newer than its sources", "Run: npm start"),
  },
  { id: "SETTINGS", title: "Settings", group: "workshop", run: judgeSettings },
  {
    id: "JUPYTER",
    title: "JupyterLab",
    group: "workshop",
    run: (machine) => {
      const made = machine.jupyter();
      if (made !== undefined) return ok(`${made.trim()}, in .venv`);
      return optional(
        "not installed; notebooks can be opened in VS Code",
        "Run npm start on a machine with Python 3.10 or newer, or with uv.",
      );
    },
  },
  { id: "KERNEL", title: "TypeScript kernel", group: "workshop", needs: ["NODE"], run: judgeKernel },
  { id: "NOTEBOOKS", title: "Notebooks open in", group: "workshop", needs: ["NODE"], run: judgeNotebooks },
  {
    id: "LAB_CLOUD",
    title: "Lab cloud",
    group: "workshop",
    needs: ["SETTINGS"],
    run: judgeLabCloud,
  },
];

async function judgeLabCloud(machine: Machine): Promise<Finding> {
  const named = addressOf(setVariables(machine).get("LAB_HTTP")?.value);
  if (named) {
    const reach = await machine.reach(named);
    if (reach.reached) return ok(`the one of LAB_HTTP answers at ${showAddress(named)}`);
    return missing(
      `LAB_HTTP names one at ${showAddress(named)}, and none answers there`,
      "Start it with npm run lab-cloud, or unset LAB_HTTP and the variables that came with it.",
    );
  }
  const running = await machine.labCloud();
  if (running) return ok(`runs at ${running.url} (process ${running.pid})`);
  return optional("does not run; each notebook starts one of its own", "Run: npm start");
}

function judgeInstalled(state: InstallState, ready: string, mend: string): Finding {
  if (state === "ready") return ok(ready);
  return state === "missing"
    ? missing("not there", mend)
    : problem("from an older state of this folder", mend);
}

function judgeSettings(machine: Machine): Finding {
  const { settings } = machine;
  if ("problems" in settings)
    return missing(settings.problems.join(" "), "Mend .env; .env.example says what each variable takes.");
  const names = [...setVariables(machine).keys()];
  const { warnings } = settings;
  const set = names.length === 0 ? "none set: the defaults hold" : `set: ${names.join(", ")}`;
  return warnings.length === 0 ? ok(set) : problem(set, warnings.join(" "));
}

function judgeKernel(machine: Machine): Finding {
  const { jupyter, editor } = machine.kernels();
  const ready = [...(jupyter === "ready" ? ["JupyterLab"] : []), ...(editor === "ready" ? ["VS Code"] : [])];
  if (ready.length > 0) return ok(`known to ${ready.join(" and ")}`);
  if (jupyter === "moved") return problem("JupyterLab's names another folder or Node", "Run: npm start");
  if (editor === "moved") return problem("VS Code's names another folder or Node", "Run: npm run kernel");
  return optional("not known to JupyterLab nor to VS Code", "Run npm start, or for VS Code: npm run kernel");
}

function judgeNotebooks(machine: Machine): Finding {
  const { jupyter, editor } = machine.kernels();
  const ways = [
    ...(machine.jupyter() !== undefined && jupyter === "ready" ? ["JupyterLab (npm start)"] : []),
    ...(editor === "ready" ? ["VS Code"] : []),
  ];
  if (ways.length > 0) return ok(ways.join(" or "));
  return missing(
    "neither JupyterLab nor VS Code is ready for them",
    "Install Python 3.10 or newer and run npm start; or open this folder in VS Code with its Jupyter extension and run npm run kernel.",
  );
}
