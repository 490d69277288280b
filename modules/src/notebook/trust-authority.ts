import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** Lets every https connection of this process that begins from now on accept the lab cloud's own authority. */
export function trustAuthority(pem: string): void {
  const certificate = pem.trim();
  const trusted = getCACertificates("default");
  if (trusted.some((one) => one.trim() === certificate)) return;
  setDefaultCACertificates([...trusted, certificate]);
}
