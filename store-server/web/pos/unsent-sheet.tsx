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

const stands: Readonly<Record<ConnectionState, string>> = {
  connected: "The box answers.",
  reconnecting: "The box is asked again and again. Go on working.",
  offline: "The box is out of reach. Go on working: orders and cash are safe here.",
};

/** What was done, to which check, when and by whom. */
function useWords() {
  const { client, figures } = usePos();
  const titleOf = useTitleOf();
  const me = client.session.person.value?.id;
  return ({ label, chain, at, actorId, actorName }: Entry): { title: string; detail: string } => {
    const order = client.orders.value.get(chain);
    const who = actorId === me ? null : (actorName ?? (actorId === null ? null : "somebody else"));
    const detail = [order && titleOf(order), figures.value.time(at), who].filter(Boolean).join(" · ");
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

const stateOf = (entry: Entry, mayGo: boolean): string => {
  if (!mayGo) return entry.actorName ? `waits for ${entry.actorName} to sign in` : "waits for a sign-in";
  return entry.state === "sending" ? "on its way" : "waits for the box";
};

function Unsent({ entry }: { entry: Entry }) {
  const { client } = usePos();
  const { title, detail } = useWords()(entry);
  return (
    <li>
      <p>
        <b>{title}</b>
        <small>{detail}</small>
      </p>
      <span>{stateOf(entry, client.maySend(entry.actorId))}</span>
    </li>
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
  const trouble = outbox.trouble.value;
  return (
    <Sheet
      open
      place="end"
      title="Connection"
      subtitle={stands[connection.value]}
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
        {open.length > 0 && (
          <section>
            <h3>Not sent yet</h3>
            <ul>
              {open.map((entry) => (
                <Unsent key={entry.key} entry={entry} />
              ))}
            </ul>
          </section>
        )}
        {entries.length === 0 && (
          <EmptyState icon="check-check" title="Everything is sent">
            What is tapped without the box waits here, and goes to it by itself.
          </EmptyState>
        )}
      </div>
    </Sheet>
  );
}
