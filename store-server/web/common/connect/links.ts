/** The addresses that lead a new device to the box, and what they carry. Pure but for the last. */
import type { Connect } from "@tillbox/shared/contract/connect.ts";

/** A device that moves here: the code is its own. */
export type Moving = { id: string; name: string };
/**
 * What came with the link: a pairing code, the beginning of the authority's fingerprint, the device that moves. Behind the #, so that no
 * log sees it.
 */
export type Carried = {
  code: string | null;
  fingerprint: string | null;
  isForAnother: boolean;
  device: Moving | null;
};

const fingerprintDigits = 16;
const bare = (host: string): string => host.replace(/^\[|\]$/g, "");
const inUrl = (host: string): string => (host.includes(":") ? `[${bare(host)}]` : host);

export const carriedBy = (hash: string): Carried => {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const code = parts.get("code");
  const fingerprint = parts.get("fp")?.toLowerCase() ?? null;
  const [id, name] = [parts.get("device") ?? "", parts.get("name") ?? ""];
  return {
    code: code !== null && /^\d{6}$/.test(code) ? code : null,
    fingerprint: fingerprint !== null && /^[0-9a-f]{16,64}$/.test(fingerprint) ? fingerprint : null,
    isForAnother: parts.has("another"),
    device: /^[A-Za-z0-9._:-]{1,64}$/.test(id) && name !== "" ? { id, name: name.slice(0, 120) } : null,
  };
};

/** Where a new device begins: plain HTTP, because it trusts nothing yet. `here` is the host of this page, for a box that nobody else reaches. */
export const beginning = (facts: Pick<Connect, "addresses" | "httpPort">, here: string): string =>
  `http://${inUrl(facts.addresses[0] ?? bare(here))}:${facts.httpPort}/connect/`;

/** The same with what the camera carries over. */
export const scanned = (
  facts: Pick<Connect, "addresses" | "httpPort" | "authority">,
  here: string,
  code: string | null,
): string => {
  const parts = [
    ...(code === null ? [] : [`code=${code}`]),
    ...(facts.authority ? [`fp=${facts.authority.fingerprint.slice(0, fingerprintDigits)}`] : []),
  ];
  return `${beginning(facts, here)}${parts.length > 0 ? `#${parts.join("&")}` : ""}`;
};

/** Where this device goes on encrypted: the address that it came by, if the certificate is good for it, else the box's name. Null without TLS. */
export const encryptedOrigin = (
  facts: Pick<Connect, "httpsPort" | "certificate" | "name">,
  here: string,
): string | null => {
  if (facts.httpsPort === null) return null;
  const host = bare(here).toLowerCase();
  const held = [...(facts.certificate?.names ?? []), ...(facts.certificate?.addresses ?? [])];
  return `https://${inUrl(held.includes(host) ? host : facts.name)}:${facts.httpsPort}`;
};

export type ScreenKind = "pos" | "kitchen";
/** A screen of the box, with the pairing code where there is one. */
export const screenAt = (origin: string, page: ScreenKind, code: string | null): string =>
  `${origin}/${page}/${code === null ? "" : `#code=${code}`}`;

/** The same for a device that is paired here and goes on there. */
export const movedTo = (origin: string, page: ScreenKind, code: string, { id, name }: Moving): string =>
  `${origin}/${page}/#${new URLSearchParams({ code, device: id, name }).toString()}`;

export type CarriedCode = { code: string; device: Moving | null };
/** The code that a scanned link brought, once: it leaves the address with it, so that a reload does not try it again. */
export const takeCarriedCode = (): CarriedCode | null => {
  const { code, device } = carriedBy(location.hash);
  if (code === null) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  return { code, device };
};

/** Four digits a group: what two people compare by reading aloud. */
export const grouped = (fingerprint: string): string[] => fingerprint.toUpperCase().match(/.{1,4}/g) ?? [];
