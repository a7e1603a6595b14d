/** What the box's certificates are made of and what is said of them, so that this module knows no other. */
export type Log = Record<"debug" | "info" | "warn" | "error", (details: object, message: string) => void>;

/** A certificate and its private key, both PEM. */
export type Pair = { cert: string; key: string };
/** Under which names and addresses the box can be reached. */
export type Reached = { names: string[]; addresses: string[] };
/** Milliseconds since 1970. */
export type Validity = { from: number; until: number };
export type LeafOrder = Reached & Validity;

/** Kept secrets of the box. */
export type Vault = {
  read(name: string): string | null;
  write(name: string, value: string | null): void;
};

/** What is known of a certificate. */
export type CertificateFacts = {
  /** SHA-256 of the certificate, 64 hex digits in lower case. */
  fingerprint: string;
  subject: string;
  /** RFC 3339 UTC. */
  validFrom: string;
  validUntil: string;
};
