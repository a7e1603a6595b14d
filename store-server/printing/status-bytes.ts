/**
 * The answers of a printer, byte by byte, from Epson's command reference: DLE EOT n answers 0xx1xx10, GS r answers 0xx0xxxx, and
 * a printer with automatic status (ASB) sends four bytes unasked, the first 0xx1xx00. Their fixed bits tell them apart.
 */
import type { PrinterStatus } from "./connection.ts";

export type StatusAnswers = {
  push: (bytes: Uint8Array) => void;
  /** Answers to DLE EOT that nobody has taken yet, oldest first. */
  realTime: number[];
  /** How many answers to GS r have come. */
  ordered: number;
  /** True once a byte came that no printer of this kind sends. */
  garbled: boolean;
};

const ASB_REST = 3;

export function readAnswers(): StatusAnswers {
  let unasked = 0;
  const answers: StatusAnswers = { push, realTime: [], ordered: 0, garbled: false };
  function push(bytes: Uint8Array): void {
    for (const byte of bytes) take(byte);
  }
  function take(byte: number): void {
    if (unasked > 0) {
      unasked -= 1;
      // The rest of an automatic status has bits 4 and 7 clear.
      if ((byte & 0x90) === 0) return;
      unasked = 0;
    }
    if ((byte & 0x93) === 0x12) answers.realTime.push(byte);
    else if ((byte & 0x93) === 0x10) unasked = ASB_REST;
    else if ((byte & 0x90) === 0) answers.ordered += 1;
    else answers.garbled = true;
  }
  return answers;
}

/** The four answers to DLE EOT 1, 2, 3 and 4. */
export type StatusBytes = readonly [printer: number, offline: number, error: number, paper: number];

export function readStatus([printer, offline, error, paper]: StatusBytes): PrinterStatus {
  const out = (paper & 0x60) !== 0 || (offline & 0x20) !== 0;
  return {
    online: (printer & 0x08) === 0,
    paper: out ? "out" : (paper & 0x0c) !== 0 ? "low" : "ok",
    cover: (offline & 0x04) !== 0 ? "open" : "closed",
    error: errorOf(error),
  };
}

function errorOf(error: number): PrinterStatus["error"] {
  if ((error & 0x20) !== 0) return "unrecoverable";
  if ((error & 0x08) !== 0) return "cutter";
  // Bit 2: recoverable by a person; bit 6: by itself, when the head has cooled.
  return (error & 0x44) !== 0 ? "recoverable" : "none";
}
