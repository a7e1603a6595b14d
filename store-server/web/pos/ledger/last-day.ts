/** "26 Nov 2029": a card outlives the year, so its last day names it. */
export const lastDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(Date.parse(`${day}T00:00:00Z`));
