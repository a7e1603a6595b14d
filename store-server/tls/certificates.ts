/**
 * The box's authority and the certificate that it shows now. The authority is made once and kept for good, so that whoever trusts it is
 * never asked again; the certificate is made anew well before it ends, and whenever the box got an address or a name that it lacks.
 * Both live among the secrets of the box, so they have one fate with the credentials of its devices.
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { type Issued, issue } from "./issue.ts";
import type { CertificateFacts, Pair, Reached, Validity, Vault } from "./types.ts";
import { authorityValidity, isDue, leafValidity } from "./validity.ts";

export type CertificatesOptions = {
  vault: Vault;
  /** What devices show in their list of authorities. */
  label: string;
  /** Where the box is reached now. */
  reached(): Reached;
  /** The machine's own clock, which may be wrong. */
  wall(): number;
};
export type Certificates = {
  /** Null until the first was made. */
  current(): Issued | null;
  authority(): CertificateFacts | null;
  leaf(): (CertificateFacts & Reached) | null;
  /** Makes what is missing or due; true when another certificate is to be shown. Rejects when it cannot. */
  refresh(): Promise<boolean>;
};

const authorityName = "tls-authority";
const leafName = "tls-certificate";

/** A kept pair that is whole: what was cut off or does not belong together counts as none. */
const readPair = (vault: Vault, name: string): Pair | null => {
  try {
    const { cert, key } = JSON.parse(vault.read(name) ?? "") as Pair;
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)) ? { cert, key } : null;
  } catch {
    return null;
  }
};

const factsOf = (certificate: X509Certificate): CertificateFacts => ({
  fingerprint: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
  subject: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? certificate.subject,
  validFrom: certificate.validFromDate.toISOString(),
  validUntil: certificate.validToDate.toISOString(),
});

const validityOf = (certificate: X509Certificate): Validity => ({
  from: certificate.validFromDate.getTime(),
  until: certificate.validToDate.getTime(),
});

/** As browsers write it: `::1`. */
const shortAddress = (address: string): string =>
  isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;

/** Names and addresses that a certificate holds. */
const reachedBy = (certificate: X509Certificate): Reached => {
  const all = (certificate.subjectAltName ?? "").split(", ").map((part) => part.split(/:(.*)/s));
  const of = (kind: string) => all.filter(([own]) => own === kind).map(([, value = ""]) => value);
  return { names: of("DNS"), addresses: of("IP Address").map(shortAddress) };
};

/** Old addresses do no harm; a new certificate is made for new ones only, so that a cable that comes and goes makes none. */
const covers = (certificate: X509Certificate, { names, addresses }: Reached): boolean =>
  names.every((name) => certificate.checkHost(name) !== undefined) &&
  addresses.every((address) => isIP(address) === 0 || certificate.checkIP(address) !== undefined);

const serves = ({ authority, leaf }: Issued, reached: Reached, now: number): boolean => {
  const certificate = new X509Certificate(leaf.cert);
  const isOurs = certificate.verify(new X509Certificate(authority.cert).publicKey);
  return isOurs && covers(certificate, reached) && !isDue(validityOf(certificate), now);
};

/** What cannot be kept, on a full disk, serves until the next start, which makes another. */
const keepLeaf = (vault: Vault, leaf: Pair): void => {
  try {
    vault.write(leafName, JSON.stringify(leaf));
  } catch {
    // The disk says so itself, in its own check.
  }
};

export const openCertificates = ({ vault, label, reached, wall }: CertificatesOptions): Certificates => {
  let authority = readPair(vault, authorityName);
  let leaf = authority && readPair(vault, leafName);
  let turn: Promise<unknown> = Promise.resolve();
  const current = (): Issued | null => (authority && leaf ? { authority, leaf } : null);

  const renew = async (): Promise<boolean> => {
    const now = wall();
    const wanted = reached();
    const held = current();
    if (held && serves(held, wanted, now)) return false;
    const order = { ...wanted, ...leafValidity(now) };
    const issued = await issue({ authority, label, authorityValidity, leaf: order });
    // An authority that is not kept would be trusted by devices and gone with the next start.
    if (!authority) vault.write(authorityName, JSON.stringify(issued.authority));
    ({ authority, leaf } = issued);
    keepLeaf(vault, issued.leaf);
    return true;
  };
  return {
    current,
    authority: () => authority && factsOf(new X509Certificate(authority.cert)),
    leaf: () => {
      if (!leaf) return null;
      const certificate = new X509Certificate(leaf.cert);
      return { ...factsOf(certificate), ...reachedBy(certificate) };
    },
    refresh: () => {
      const renewed = turn.then(renew);
      turn = renewed.catch(() => undefined);
      return renewed;
    },
  };
};
