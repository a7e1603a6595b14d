import "./stored.css";
import type { Account } from "@tillbox/shared/contract/account.ts";
import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { GIFT_CODE_SYMBOLS, readGiftCode } from "@tillbox/shared/gift-code.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card, SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { SearchField, TextField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { useAccounts } from "../ledger/use-ledger.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { accountSource, cardSource, type Share, type Source } from "./stored.ts";
import type { Pay } from "./use-pay.ts";

/** The card or the account that pays, what it holds, and what is left of it. */
type ChosenProps = { source: Source; share: Share; settlesOnly: boolean; onOther(): void };
function Chosen({ source, share, settlesOnly, onOther }: ChosenProps) {
  const { money } = usePos().figures.value;
  const { available } = source;
  const taken = share.amount + share.tip;
  return (
    <section class="pos-source" aria-label={source.title}>
      <span class="ui-mark">
        <Icon name={source.method === "gift_card" ? "gift" : "house-account"} size={26} />
      </span>
      <div>
        <h3>
          <bdi>{source.title}</bdi>
        </h3>
        {available !== null && (
          <p>
            <b class="ltr">{money(available)}</b> on it
            {!share.isShort && (
              <span>
                {" · "}
                {share.isPart ? "all of it is taken" : `${money(available - taken)} left after this`}
              </span>
            )}
          </p>
        )}
        {available === null && <p>Charged now, paid later with the account's invoice.</p>}
        {share.isShort && (
          <p class="pos-source-short" role="alert">
            <Icon name="alert" size={18} />
            {settlesOnly
              ? "Less than the sale comes to. Take it in another way."
              : "Less than this part. Choose Whole, then the card gives what it has."}
          </p>
        )}
      </div>
      <Button onClick={onOther}>Another one</Button>
    </section>
  );
}

const typed = (text: string): number => text.replace(/[^0-9a-z]/gi, "").length;

/** Asks the box what is on the card with this code, as soon as it can be one. */
const useLookup = (onFound: (source: Source) => void) => {
  const { client } = usePos();
  const [code, setCode] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const lookUp = async (complete: string): Promise<void> => {
    setBusy(true);
    try {
      const path = "/api/gift-cards/lookup";
      const card = await client.api.ask<GiftCard>({ method: "POST", path, body: { code: complete } });
      onFound(cardSource(card, complete));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const type = (text: string): void => {
    setCode(text);
    setProblem(null);
    const complete = readGiftCode(text);
    if (complete !== null) void lookUp(complete);
  };
  const isWrong = typed(code) >= GIFT_CODE_SYMBOLS && readGiftCode(code) === null;
  return { code, type, isBusy, problem, isWrong };
};

export function CardCode({ onFound }: { onFound(source: Source): void }) {
  const { code, type, isBusy, problem, isWrong } = useLookup(onFound);
  const ref = useRef<HTMLDivElement>(null);
  // What is scanned next is the card.
  useEffect(() => ref.current?.querySelector("input")?.focus(), []);
  return (
    <div ref={ref} class="pos-stored">
      <TextField
        label="Code of the card"
        hint={
          isBusy ? "Looking at the card" : "Scan it, or type its 16 characters. O is read as 0, I and L as 1."
        }
        error={isWrong ? "This is no code of a card. Check what was typed." : undefined}
        value={code}
        maxLength={40}
        onInput={type}
      />
      <Refused problem={problem} />
    </div>
  );
}

function AccountRow({ account, onSelect }: { account: Account; onSelect(): void }) {
  const { money } = usePos().figures.value;
  const { name, available, balance, limit } = account;
  return (
    <ListRow
      start={<Icon name="house-account" />}
      title={name ?? "An erased guest"}
      detail={`${money(balance)} owed of ${money(limit)}`}
      end={<b class="ltr">{money(available)} free</b>}
      onSelect={onSelect}
    />
  );
}

export function AccountChoice({ onFound }: { onFound(source: Source): void }) {
  const [search, setSearch] = useState("");
  const { items, isLoading, problem } = useAccounts({ search, status: "active", limit: 20 });
  return (
    <div class="pos-stored">
      <SearchField label="Search accounts" value={search} onInput={setSearch} />
      <Refused problem={problem} />
      <div class="pos-stored-list">
        {isLoading && <Skeleton shape="box" height="64px" />}
        {!isLoading && items.length > 0 && (
          <Card>
            {items.map((account) => (
              <AccountRow
                key={account.id}
                account={account}
                onSelect={() => onFound(accountSource(account))}
              />
            ))}
          </Card>
        )}
        {!isLoading && items.length === 0 && problem === null && (
          <p class="pos-calm">
            {search === ""
              ? "There are no accounts yet. A manager opens one under Cards."
              : "No account has this name."}
          </p>
        )}
      </div>
    </div>
  );
}

/** Paying by gift card or house account: which one, and what it gives. */
export function StoredPanel({ pay, method }: { pay: Pay; method: Source["method"] }) {
  const { source, share, setSource } = pay.tender;
  const { settlesOnly } = pay.parts;
  if (source && share) return <Chosen {...{ source, share, settlesOnly }} onOther={() => setSource(null)} />;
  return (
    <div class="pos-stored-box">
      <SectionLabel>{method === "gift_card" ? "Gift card" : "House account"}</SectionLabel>
      {method === "gift_card" ? <CardCode onFound={setSource} /> : <AccountChoice onFound={setSource} />}
    </div>
  );
}
