import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withFileLock } from "../../core/file-lock.ts";
import { type Clock, explainError, LabError, newId } from "../../core/index.ts";
import { type CertifiedKey, createAuthority } from "./authority.ts";

/** An authority as it lies on disk. */
export interface StoredAuthority extends CertifiedKey {
  /** Path of the certificate (PEM), for `NODE_EXTRA_CA_CERTS` and its like. */
  readonly file: string;
}

/** One that ends within this time is made anew, so that it does not end under a running lab cloud. */
const RENEWAL_MS = 7 * 86_400_000;

/**
 * The lab's certificate authority, kept in `folder` (key readable by its owner only). Made anew when it is missing,
 * damaged or about to end. Any number of processes may call this at once: all of them get the same one.
 * @throws LabError when the folder cannot be used.
 */
export async function openAuthority(folder: string, clock: Clock): Promise<StoredAuthority> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await readAuthority(folder, clock);
    return found ?? (await withFileLock(join(folder, ".lock"), () => renew(folder, clock), { clock }));
  } catch (error) {
    throw new LabError(`The lab's certificates cannot be kept in ${folder} (${explainError(error)}).`, {
      code: "CERTIFICATES",
      hint: "Make that folder writable, or delete it and start again.",
      cause: error,
    });
  }
}

/** Whoever waited for the lock mostly finds that the one before has done the work. */
async function renew(folder: string, clock: Clock): Promise<StoredAuthority> {
  const found = await readAuthority(folder, clock);
  if (found) return found;
  const made = await createAuthority(clock.now());
  await replaceFile(keyFile(folder), made.key, 0o600);
  await replaceFile(certificateFile(folder), made.certificate, 0o644);
  return { ...made, file: certificateFile(folder) };
}

async function readAuthority(folder: string, clock: Clock): Promise<StoredAuthority | undefined> {
  const file = certificateFile(folder);
  const [certificate, key] = await Promise.all([readText(file), readText(keyFile(folder))]);
  if (certificate === undefined || key === undefined) return undefined;
  return isUsable({ certificate, key }, clock.now()) ? { certificate, key, file } : undefined;
}

function isUsable({ certificate, key }: CertifiedKey, nowMs: number): boolean {
  try {
    const parsed = new X509Certificate(certificate);
    const endsMs = Date.parse(parsed.validTo);
    return (
      parsed.ca &&
      Date.parse(parsed.validFrom) <= nowMs &&
      endsMs > nowMs + RENEWAL_MS &&
      parsed.checkPrivateKey(createPrivateKey(key)) &&
      parsed.verify(parsed.publicKey)
    );
  } catch {
    // Whatever the files hold is no certificate with its key.
    return false;
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Readers see the old text or the new one, never half of it. */
async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  const draft = newId(`${file}.`);
  await writeFile(draft, text, { mode, flag: "wx" });
  await rename(draft, file);
}

const certificateFile = (folder: string) => join(folder, "ca.pem");
const keyFile = (folder: string) => join(folder, "ca-key.pem");
