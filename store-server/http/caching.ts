/**
 * ETag, If-None-Match, If-Match. A tag is `"<version>-<hash of the answer>"`: the hash makes it right also where an answer shows
 * more than its own entity (a table and its orders), the version in front is what `If-Match` holds a write against.
 */
import { hash } from "node:crypto";
import { Refusal } from "@tillbox/shared/refusal.ts";

const hashLength = 16;

export const tagOf = (body: string | Uint8Array, version: number | undefined): string => {
  const digest = hash("sha1", body, "base64url").slice(0, hashLength);
  return version === undefined ? `"${digest}"` : `"${version}-${digest}"`;
};

const opaque = (tag: string): string => tag.trim().replace(/^W\//, "");

/** Weak comparison (RFC 9110): is one of the tags that the client holds still right? */
export const isUnchanged = (ifNoneMatch: string | undefined, tag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === tag || ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((candidate) => opaque(candidate) === tag);
};

/**
 * The version that `If-Match` names: our tag or a bare version, quoted or not, weak or strong. `*` and none ask nothing. Throws
 * `precondition_failed` for a tag that no version has.
 */
export const expectedVersion = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === "*") return undefined;
  const named = /^"?(\d{1,15})(?:-[\w-]+)?"?$/.exec(opaque(ifMatch))?.[1];
  if (named === undefined)
    throw new Refusal(
      "precondition_failed",
      "If-Match takes one version, as the ETag of a single thing has it.",
    );
  return Number(named);
};
