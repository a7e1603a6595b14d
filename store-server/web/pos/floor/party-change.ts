/** What a person touched of a party: only that is sent, so that what another tablet changed meanwhile stays. Pure. */
import type {
  Reservation,
  ReservationChange,
  WaitChange,
  WaitEntry,
} from "@tillbox/shared/contract/reservation.ts";
import type { Words } from "./party-form.tsx";

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
type Party = Pick<Reservation | WaitEntry, "guests" | "name" | "phone" | "notes">;

export const wordsOf = ({ guests, name, phone, notes }: Party): Words => ({
  guests,
  name: name ?? "",
  phone: phone ?? "",
  notes: notes ?? "",
});

/** A name can be corrected, not taken away. */
const wordsChange = (party: Party, words: Words): WaitChange => {
  const [name, phone, notes] = [textOrNull(words.name), textOrNull(words.phone), textOrNull(words.notes)];
  return {
    ...(words.guests === party.guests ? {} : { guests: words.guests }),
    ...(name === null || name === party.name ? {} : { name }),
    ...(phone === party.phone ? {} : { phone }),
    ...(notes === party.notes ? {} : { notes }),
  };
};

export const waitChange = wordsChange;

export type BookingDraft = { words: Words; at: string; durationMinutes: number; tableIds: string[] | null };

/** `tableIds` null: as they are. */
export const bookingChange = (booking: Reservation, draft: BookingDraft): ReservationChange => ({
  ...wordsChange(booking, draft.words),
  ...(Date.parse(draft.at) === Date.parse(booking.at) ? {} : { at: draft.at }),
  ...(draft.durationMinutes === booking.durationMinutes ? {} : { durationMinutes: draft.durationMinutes }),
  ...(draft.tableIds === null || draft.tableIds.join() === booking.tableIds.join()
    ? {}
    : { tableIds: draft.tableIds }),
});
