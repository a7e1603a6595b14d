import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ConnectionState } from "../client/live.ts";
import type { Entry } from "../client/tap.ts";
import { openItems } from "./inbox/inbox-list.ts";
import { useTitleOf } from "./order/check-title.ts";
import { usePos } from "./pos.ts";
import { reasonOf } from "./refusal.tsx";

const standsOf = (connection: ConnectionState, keepsTaps: boolean): string => {
  if (connection === "connected") return "The box answers.";
  if (!keepsTaps)
    return "The box is out of reach. What is tapped waits in this page only: do not close or reload it.";
  return connection === "offline"
    ? "The box is out of reach. Go on working: orders and cash are safe here."
    : "The box is asked again and again. Go on working.";
};

/** What was done, to which check, when and by whom. */
function useWords() {
  const { client, figures } = usePos();
  const titleOf = useTitleOf();
  const me = client.session.person.value?.id;
  return ({ label, chain, at, actorId, actorName, taken }: Entry): { title: string; detail: string } => {
    const order = client.orders.value.get(chain);
    const who = actorId === me ? null : (actorName ?? (actorId === null ? null : "somebody else"));
    const cash = taken !== undefined && figures.value.money(taken);
    const detail = [order && titleOf(order), cash, figures.value.time(at), who].filter(Boolean).join(" · ");
    return { title: label, detail };
  };
}

function Refused({ entry, onClose }: { entry: Entry; onClose(): void }) {
  const { client, inbox, router } = usePos();
  const { inboxId } = entry;
  const isKept = inboxId !== null && inbox.known.value.has(inboxId);
  const look = (): void => {
    onClose();
    router.go({ page: "inbox", id: inboxId });
  };
  const { title, detail } = useWords()(entry);
  return (
    <li class="pos-unsent-refused">
      <p>
        <b>{title}</b>
        <small>{detail}</small>
      </p>
      <p class="pos-reason">
        <Icon name="alert" size={20} />
        <span>{entry.problem ? reasonOf(entry.problem) : "The box refused it."}</span>
      </p>
      <div class="pos-refused-actions">
        {isKept && <Button onClick={look}>See what to do</Button>}
        {!isKept && (
          <>
            <Button onClick={() => client.retry(entry.key)}>Try again</Button>
            <Button kind="quiet" onClick={() => client.discard(entry.key)}>
              Leave it out
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

function Unsent({ entry, state }: { entry: Entry; state?: string }) {
  const { title, detail } = useWords()(entry);
  return (
    <li>
      <p>
        <b>{title}</b>
        <small>{detail}</small>
      </p>
      {state && <span>{state}</span>}
    </li>
  );
}

type Absent = { id: string; name: string; entries: Entry[] };

/** Whose taps nobody on this page can send, with these. */
const absentOf = (entries: readonly Entry[]): Absent[] => {
  const byId = Map.groupBy(entries, ({ actorId }) => actorId ?? "");
  return [...byId].map(([id, own]) => ({
    id,
    name: own.find(({ actorName }) => actorName)?.actorName ?? "somebody else",
    entries: own,
  }));
};

/** Intents of one check keep their order, whoever tapped them. */
const stateOf = ({ chain, place, state }: Entry, absent: readonly Absent[]): string => {
  if (state === "sending") return "on its way";
  const before = absent.find(({ entries }) =>
    entries.some((entry) => entry.chain === chain && entry.place < place),
  );
  return before ? `waits for what ${before.name} tapped before` : "waits for the box";
};

/** What becomes of it: by the person, or by a manager who is here. */
function AbsentWords({ name }: { name: string }) {
  const may = usePos().client.maySendForOthers.value;
  const usual = `Goes to the box when ${name} signs in on this device.`;
  if (may === "no") return <p>{usual} If that is not possible any more, a manager can send it here.</p>;
  if (may === "later")
    return <p>{usual} If that is not possible any more, you can send it when the box answers.</p>;
  return (
    <p>
      {usual} If that is not possible any more, send it yourself: it is booked as {name}’s, and the box notes
      that you sent it. Cash is always booked; what the box refuses is under “Needs a look” then.
    </p>
  );
}

function WaitsForPerson({ id, name, entries }: Absent) {
  const { client } = usePos();
  return (
    <section>
      <h3>Waits for {name} to sign in</h3>
      <ul>
        {entries.map((entry) => (
          <Unsent key={entry.key} entry={entry} />
        ))}
      </ul>
      <div class="pos-unsent-absent">
        <AbsentWords name={name} />
        {client.maySendForOthers.value === "now" && (
          <Button size="l" wide icon="send" onClick={() => client.sendFor(id)}>
            Send for {name}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What the box keeps until a person decides, of this device and of others. */
function NeedsALook({ onClose }: { onClose(): void }) {
  const { inbox, router } = usePos();
  const count = openItems(inbox.known.value).length;
  if (count === 0) return null;
  const go = (): void => {
    onClose();
    router.go({ page: "inbox", id: null });
  };
  return (
    <Button size="l" wide icon="empty" onClick={go}>
      {count === 1 ? "1 thing needs a look" : `${count} things need a look`}
    </Button>
  );
}

/** How this device stands with the box, what the box does not know yet, and what it refused. */
export function UnsentSheet({ onClose }: { onClose(): void }) {
  const { client } = usePos();
  const { outbox, connection } = client;
  const entries = outbox.entries.value;
  const refused = entries.filter(({ state }) => state === "refused");
  const open = entries.filter(({ state }) => state !== "refused");
  const here = open.filter(({ change, actorId }) => change === null || client.maySend(actorId));
  const absent = absentOf(open.filter((entry) => !here.includes(entry)));
  const trouble = outbox.trouble.value;
  return (
    <Sheet
      open
      place="end"
      title="Connection"
      subtitle={standsOf(connection.value, client.keepsTaps.value)}
      onClose={onClose}
      actions={
        connection.value !== "connected" && (
          <Button size="l" icon="refresh" onClick={client.hurry}>
            Try now
          </Button>
        )
      }
    >
      <div class="pos-unsent">
        {trouble && <Banner tone="bad">{trouble.message}</Banner>}
        <NeedsALook onClose={onClose} />
        {refused.length > 0 && (
          <section>
            <h3>Refused</h3>
            <ul>
              {refused.map((entry) => (
                <Refused key={entry.key} entry={entry} onClose={onClose} />
              ))}
            </ul>
          </section>
        )}
        {here.length > 0 && (
          <section>
            <h3>Not sent yet</h3>
            <ul>
              {here.map((entry) => (
                <Unsent key={entry.key} entry={entry} state={stateOf(entry, absent)} />
              ))}
            </ul>
          </section>
        )}
        {absent.map((person) => (
          <WaitsForPerson key={person.id} {...person} />
        ))}
        {entries.length === 0 && (
          <EmptyState icon="check-check" title="Everything is sent">
            What is tapped without the box waits here, and goes to it by itself.
          </EmptyState>
        )}
      </div>
    </Sheet>
  );
}
