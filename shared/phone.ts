/** Telephone numbers as people say and write them: compared by their digits, with or without country and area in front. */

const shortest = 4;
/** So many digits make a number that may leave out its country. */
const national = 7;

/** Digits only; what stands before the subscriber's own digits (`00`, a leading `0`) goes. */
export const phoneDigits = (phone: string): string => phone.replace(/\D/g, "").replace(/^0+/, "");

export const isPhone = (text: string): boolean =>
  /^\+?[\d\s()./-]+$/.test(text.trim()) && phoneDigits(text).length >= shortest;

/** Whether both may be the same line: one may leave out the country. */
export const samePhone = (one: string, other: string): boolean => {
  const [a, b] = [phoneDigits(one), phoneDigits(other)];
  if (a === b) return a !== "";
  const shorter = Math.min(a.length, b.length);
  return shorter >= national && (a.endsWith(b) || b.endsWith(a));
};
