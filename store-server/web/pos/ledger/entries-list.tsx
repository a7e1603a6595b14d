import type { AccountEntry } from "@tillbox/shared/contract/account.ts";
import type { GiftCardEntry } from "@tillbox/shared/contract/gift-card.ts";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { z } from "zod";
import { usePos } from "../pos.ts";
import { useRead } from "./use-ledger.ts";

type Entry = z.infer<typeof GiftCardEntry> | z.infer<typeof AccountEntry>;

export const kindWords: Readonly<Record<Entry["kind"], string>> = {
  sold: "Sold",
  topped_up: "Topped up",
  granted: "Granted",
  redeemed: "Paid a bill",
  credited: "Given back",
  adjusted: "Corrected",
  expired: "Written off",
  charged: "Charged",
  settled: "Paid",
};

export function EntryRow({ entry }: { entry: Entry }) {
  const { amount, day, time } = usePos().figures.value;
  const detail = [`${day(entry.businessDay)}, ${time(entry.at)}`, entry.number, entry.reason];
  return (
    <li>
      <span>
        <b>{kindWords[entry.kind]}</b>
        <small>
          <bdi>{detail.filter(Boolean).join(" · ")}</bdi>
        </small>
      </span>
      <span class="pos-entry-amount ltr">
        {entry.amount > 0 ? "+" : ""}
        {amount(entry.amount)}
        <small>{amount(entry.balance)}</small>
      </span>
    </li>
  );
}

/** What moved, newest first, with what stood there after it. Its owner gives it a `key` of the version, so that it is read again. */
export function EntriesList({ path }: { path: string }) {
  const { value, problem } = useRead<{ items: Entry[] }>(`${path}?limit=30`);
  return (
    <section class="pos-entries" aria-label="Movements">
      <SectionLabel>Movements</SectionLabel>
      {value === null && problem === null && <Skeleton shape="box" height="54px" />}
      {problem && <p class="pos-calm">{problem.message}</p>}
      {value && (
        <ul>
          {value.items.map((entry) => (
            <EntryRow key={entry.seq} entry={entry} />
          ))}
        </ul>
      )}
      {value?.items.length === 0 && <p class="pos-calm">Nothing moved yet.</p>}
    </section>
  );
}
