/** Times of a booking as the store's people say them: a day and "19:30" in the store's own time zone. Pure. */

const minute_ms = 60_000;
const day_ms = 24 * 60 * minute_ms;

/** What calendar and clock show there: "2026-11-26T19:30". */
export const localText = (at_ms: number, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(at_ms);
  return parts.replace(" ", "T");
};

/** The moment at which it is that time on that calendar day there. In the hour that a clock change skips, the one after it. */
export const instantAt = (date: string, time: string, timeZone: string): string => {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let at = wanted;
  for (let turn = 0; turn < 2; turn += 1) at += wanted - Date.parse(`${localText(at, timeZone)}:00Z`);
  return new Date(at).toISOString();
};

/** The next full quarter of an hour from `now_ms` on, "19:30". */
export const nextQuarter = (now_ms: number, timeZone: string): string =>
  localText(Math.ceil(now_ms / (15 * minute_ms)) * 15 * minute_ms, timeZone).slice(11, 16);

/** Calendar days from today on, "2026-11-26". */
export const daysFrom = (now_ms: number, timeZone: string, count: number): string[] => {
  const today = Date.parse(`${localText(now_ms, timeZone).slice(0, 10)}T12:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(today + index * day_ms).toISOString().slice(0, 10),
  );
};
