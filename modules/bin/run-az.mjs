import { readFileSync } from "node:fs";

/** Runs the labs' `az` with what this process has: arguments, output, and the lab cloud that it finds. */
export async function runAz(runShim) {
  process.exitCode = await runShim(process.argv.slice(2), {
    ...findLabCloud(),
    cwd: process.cwd(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  });
}

/** The lab cloud that the environment names, else that of `npm start`. */
function findLabCloud() {
  const { LAB_HTTP, IDENTITY_ENDPOINT, IDENTITY_HEADER } = process.env;
  if (!LAB_HTTP) return fromFile();
  const isItsOwn = IDENTITY_ENDPOINT?.startsWith(`${LAB_HTTP}/`) === true && Boolean(IDENTITY_HEADER);
  return { http: LAB_HTTP, ...(isItsOwn && { identityHeader: IDENTITY_HEADER }) };
}

function fromFile() {
  try {
    const { http, env } = JSON.parse(
      readFileSync(new URL("../../.cache/lab-cloud.json", import.meta.url), "utf8"),
    );
    return { http, identityHeader: env.IDENTITY_HEADER };
  } catch {
    return { http: undefined };
  }
}
