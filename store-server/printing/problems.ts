/** What goes wrong with a printer, in a person's words: the cause, then the next step. */
import type { FailureCode, PrinterStatus } from "./connection.ts";

export type ProblemCode =
  | FailureCode
  | "paper_out"
  | "cover_open"
  | "cutter_jammed"
  | "printer_error"
  | "offline"
  | "interrupted"
  | "cannot_lay_out"
  | "save_failed"
  | "box_fault"
  | "letters_missing";

type Words = { cause: string; step: string };

const words: Record<ProblemCode, Words> = {
  paper_out: { cause: "is out of paper", step: "Load paper and press Resume." },
  cover_open: { cause: "has its cover open", step: "Close the cover and press Resume." },
  cutter_jammed: {
    cause: "has a jammed cutter",
    step: "Open the cover, free the paper, close it and press Resume.",
  },
  printer_error: { cause: "reports an error", step: "Switch it off and on again, then press Resume." },
  offline: { cause: "is offline", step: "Look for a red light or a held feed button, then press Resume." },
  unreachable: {
    cause: "cannot be reached",
    step: "Check that it is switched on and connected to the network, then press Resume.",
  },
  refused: {
    cause: "refuses the connection",
    step: "Check that nothing else is printing on it and that its address is right, then press Resume.",
  },
  no_answer: { cause: "does not answer", step: "Switch it off and on again, then press Resume." },
  not_understood: {
    cause: "answers in a language that is not a receipt printer's",
    step: "Check its address and that it is set to ESC/POS.",
  },
  connection_lost: { cause: "lost the connection", step: "Check its network cable, then press Resume." },
  busy: { cause: "is busy for too long", step: "Wait until it stops printing, then press Resume." },
  address_forbidden: {
    cause: "has an address outside the store's own network",
    step: "Give it a private address in its settings, then print again.",
  },
  unsupported_transport: {
    cause: "is connected in a way that this version cannot use",
    step: "Connect it to the network, then print again.",
  },
  stopped: { cause: "was not reached before the box stopped", step: "It prints when the box has started." },
  interrupted: { cause: "was printing when the box stopped", step: "" },
  cannot_lay_out: {
    cause: "was given a document that cannot be laid out",
    step: "Send a support bundle.",
  },
  save_failed: {
    cause: "could not keep its page",
    step: "Check the free space of the box, then press Resume.",
  },
  box_fault: { cause: "was not served, the box has a fault", step: "Send a support bundle." },
  letters_missing: { cause: "lacks letters", step: "" },
};

export type Problem = { code: ProblemCode; message: string };

/** "Kitchen printer is out of paper. Load paper and press Resume." */
export const problemOf = (code: ProblemCode, printer: string): Problem => ({
  code,
  message: `${printer} ${words[code].cause}. ${words[code].step}`.trim(),
});

/** When bytes were sent and the printer has not said that they are printed. */
export const unknownOf = (code: ProblemCode, printer: string): Problem => ({
  code,
  message:
    `It is not known whether ${printer} has printed this: it ${words[code].cause}. ` +
    "Look at the paper. If it is missing, press Print again; that one is marked as a copy.",
});

/** When all tries are used up. */
export const failedOf = (code: ProblemCode, printer: string, tries: number): Problem => ({
  code,
  message: `${printer} has not printed this after ${tries} tries: it ${words[code].cause}. ${words[code].step}`,
});

/** When the paper shows black squares. */
export const lettersMissing = (letters: readonly string[], printer: string): Problem => ({
  code: "letters_missing",
  message:
    `${printer} cannot print ${letters.slice(0, 12).join(" ")}; black squares stand on the paper instead. ` +
    "Tell the cook or the guest what it says, and rename the item in letters that the printer has.",
});

/** What a status says against printing, the gravest first; null when the printer can print. */
export function problemIn(status: PrinterStatus): ProblemCode | null {
  if (status.cover === "open") return "cover_open";
  if (status.paper === "out") return "paper_out";
  if (status.error === "cutter") return "cutter_jammed";
  if (status.error !== "none") return "printer_error";
  return status.online ? null : "offline";
}
