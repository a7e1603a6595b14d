/** What is announced: the name, the host and the TXT record of the wire. DNS limits are in bytes (RFC 1035, RFC 6763). */
import type { Identity } from "./types.ts";

export const serviceType = "tillbox";
const maxLabel_bytes = 63;
const maxText_bytes = 255;

/** Cut to so many bytes of UTF-8, between characters. */
export const withinBytes = (text: string, limit: number): string => {
  let length = 0;
  let kept = "";
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > limit) break;
    kept += character;
  }
  return kept;
};

/** As a label: control characters and dots would not survive the way. */
const labelOf = (name: string, suffix: string): string => {
  const plain =
    name
      .replace(/\p{Cc}/gu, " ")
      .replaceAll(".", "-")
      .trim() || "Tillbox";
  return `${withinBytes(plain, maxLabel_bytes - Buffer.byteLength(suffix))}${suffix}`;
};

const tailOf = (storeId: string, length: number): string =>
  storeId
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(-length)
    .toLowerCase();

/** The store's name; with a part of its id, more of it at each attempt, where another box has the name. */
export const nameOf = ({ storeId, storeName }: Identity, attempt: number): string =>
  labelOf(storeName, attempt === 0 ? "" : ` (${tailOf(storeId, 4 * attempt)})`);

/** Of its own, because boxes made from one image have one host name. */
export const hostOf = (storeId: string): string => `tillbox-${tailOf(storeId, 12)}.local`;

export const fullNameOf = (name: string): string => `${name}._${serviceType}._tcp.local`;

/** So much of a fingerprint tells boxes apart; trust comes from the whole of it, which a person compares. */
const shownDigits = 16;

export const textOf = ({ tls, ...identity }: Identity): Record<string, string> => ({
  v: "1",
  id: identity.storeId,
  name: withinBytes(identity.storeName, maxText_bytes - "name=".length),
  api: "/api/v1",
  ws: "/sync",
  ...(tls
    ? {
        tls: String(tls.port),
        fp: tls.fingerprint.slice(0, shownDigits),
        ca: tls.authority.slice(0, shownDigits),
      }
    : {}),
});
