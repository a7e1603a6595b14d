import { signal } from "@preact/signals";

const english = {
  back: "Back",
  backspace: "Delete the last digit",
  bump: "Done",
  cancel: "Cancel",
  clear: "Clear",
  close: "Close",
  cleaning: "Cleaning",
  connected: "Connected",
  allergy: "Allergy",
  fewer: "One fewer",
  free: "Free",
  held: "Held",
  late: "Late",
  leftOf: "left",
  more: "One more",
  moreEntries: "More",
  morePages: "More pages",
  newMark: "New",
  offline: "Offline",
  ordered: "Ordered",
  pinEnter: "Enter your PIN",
  pinDigits: "digits entered",
  pinLocked: "Too many attempts. Try again in",
  printed: "Check printed",
  reconnecting: "Reconnecting",
  refused: "refused",
  reserved: "Reserved",
  retry: "Try again",
  search: "Search",
  seated: "Seated",
  seats: "seats",
  send: "Confirm",
  soldOut: "Sold out",
  table: "Table",
  undo: "Undo",
  unsent: "unsent",
  voided: "Void",
};

export type Words = typeof english;

/** The few words that components say by themselves. Everything else comes in as a prop. */
export const words = signal<Words>(english);

/** Replaces some or all of them, for another language. */
export function setWords(replacements: Partial<Words>): void {
  words.value = { ...words.value, ...replacements };
}
