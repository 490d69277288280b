import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where one kernel listens and the key its messages are signed with. */
export interface Connection {
  readonly file: string;
  readonly key: string;
  readonly shell: string;
  readonly iopub: string;
  /** Removes the file and its temporary folder; happens by itself when this process ends. */
  remove(): void;
}

const HOST = "127.0.0.1";

/** Five ports that are free now. Another program may take one before the kernel does. */
export async function findFreePorts(): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const server = createServer().listen(0, HOST);
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => addressOf(server.address()).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string")
    throw new Error("a TCP server has an address and a port");
  return address;
}

/** Writes the file that a Jupyter kernel reads its ports and key from, readable by this user only. */
export function writeConnection(ports: readonly number[]): Connection {
  const [shell, iopub, control, stdin, heartbeat] = ports;
  const key = randomUUID();
  const folder = mkdtempSync(join(tmpdir(), "labs-kernel-"));
  const file = join(folder, "connection.json");
  const content = {
    transport: "tcp",
    ip: HOST,
    signature_scheme: "hmac-sha256",
    key,
    shell_port: shell,
    iopub_port: iopub,
    control_port: control,
    stdin_port: stdin,
    hb_port: heartbeat,
  };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeFolder);
  const remove = () => {
    process.off("exit", removeFolder);
    removeFolder();
  };
  return { file, key, shell: `tcp://${HOST}:${shell}`, iopub: `tcp://${HOST}:${iopub}`, remove };
}
