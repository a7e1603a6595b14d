/** Apart from the schemas, for pages. */
export type Handed = { amount: number; tip: number; rounding: number };

/** What went into the drawer or onto the terminal's slip: positive in, negative out. */
export const handedOf = ({ amount, tip, rounding }: Handed): number => amount + tip + rounding;
