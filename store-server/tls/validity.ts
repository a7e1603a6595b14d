/**
 * When certificates hold. The box may not know the time: a board without a battery starts in 1970 and learns it minutes later, or never.
 * So the authority holds from long ago until long after the machine, and a certificate is never made for a time before this program.
 */
import type { Validity } from "./types.ts";

const day_ms = 86_400_000;
/** No box that runs this program is older. */
export const youngest_ms = Date.UTC(2026, 0, 1);

/** The last year that every program reads from two digits (RFC 5280, 4.1.2.5). */
export const authorityValidity: Validity = {
  from: Date.UTC(2020, 0, 1),
  until: Date.UTC(2049, 11, 31, 23, 59, 59),
};

/** Browsers take 398 days and, for an authority that somebody added by hand, 825 on Apple's systems. */
const lifetime_days = 397;
/** For tablets whose clocks are behind. */
const backdated_days = 7;
const renewed_days = 60;
/** Without a clock nobody knows when the certificate will be needed: as long as all systems take it. */
const blindLifetime_days = 824;

/** What a certificate made now should hold for. */
export const leafValidity = (now: number): Validity => {
  if (now < youngest_ms) return { from: youngest_ms, until: youngest_ms + blindLifetime_days * day_ms };
  const from = now - backdated_days * day_ms;
  return { from, until: from + lifetime_days * day_ms };
};

/** Whether it needs another: soon over, over, or of a time to come because the clock was wrong. */
export const isDue = ({ from, until }: Validity, now: number): boolean => {
  const at = Math.max(now, youngest_ms);
  return at < from || until - at < renewed_days * day_ms || until - from > lifetimeLimit(now);
};

/** What was made without a clock lives on only as long as there is none. */
const lifetimeLimit = (now: number): number =>
  (now < youngest_ms ? blindLifetime_days : lifetime_days) * day_ms + 1000;
