/**
 * Reads ESC/POS bytes back, as a printer would: written from Epson's published command reference, apart from the encoder, so that
 * tests can hold one against the other. It also serves the emulator and the screen printer. What it does not know is
 * listed, never guessed; a command that is cut off at the end is counted as incomplete.
 */
import { type DecodedPage, lineText } from "./decoded-page.ts";
import { commands } from "./decoder-commands.ts";
import { endLine, newReader, next, OutOfBytes, print, type Reader } from "./decoder-reader.ts";

export function decode(bytes: Uint8Array): DecodedPage {
  const reader = newReader(bytes);
  while (reader.at < bytes.length) {
    const start = reader.at;
    try {
      step(reader);
    } catch (error) {
      if (!(error instanceof OutOfBytes)) throw error;
      reader.page.incomplete = bytes.length - start;
      break;
    }
  }
  reader.page.unprinted = lineText(reader);
  return reader.page;
}

function unknown(reader: Reader, start: number): void {
  const hex = [...reader.bytes.subarray(start, reader.at)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(" ");
  reader.page.unknown.push({ offset: start, hex });
}

function step(reader: Reader): void {
  const start = reader.at;
  const byte = next(reader);
  if (byte === 0x0a) return endLine(reader);
  if (byte === 0x1b || byte === 0x1d || byte === 0x1c || byte === 0x10) {
    const known = commands.get(byte * 256 + next(reader));
    if (!known || known(reader) === false) unknown(reader, start);
    return;
  }
  if (byte < 0x20 || byte === 0x7f) return unknown(reader, start);
  const letter = byte < 0x80 ? String.fromCharCode(byte) : reader.letters?.[byte - 0x80];
  if (letter === undefined || letter === "\ufffd") return unknown(reader, start);
  print(reader, letter);
}
