/**
 * What a refund puts back on the shelf. Nothing does by itself: the box cannot see whether a bottle was opened, so whoever takes the goods
 * back says so, line by line. It came back after every count there was, so it always adds to what is left. Pure.
 */
import type { OrderState } from "./order.ts";
import type { StockDemand } from "./stock-demand.ts";

type Orders = { before: OrderState | undefined; after: OrderState };

export const returnedOf = (changes: readonly Orders[]): StockDemand[] =>
  changes.flatMap(({ before, after }) => {
    const known = new Set((before?.refunds ?? []).map(({ id }) => id));
    const lines = new Map(after.lines.map((line) => [line.id, line]));
    return (after.refunds ?? [])
      .filter(({ id }) => !known.has(id))
      .flatMap((refund) =>
        refund.lines.flatMap(({ lineId, quantityMilli, restocked }): StockDemand[] => {
          const line = lines.get(lineId);
          if (!restocked || !line || line.menuItemId === null || quantityMilli === 0) return [];
          const { menuItemId, variantId } = line;
          const freed = [{ milli: quantityMilli, orderedAt: refund.at }];
          return [{ menuItemId, variantId, changeMilli: 0 - quantityMilli, freed }];
        }),
      );
  });
