/**
 * What the box could not do as somebody meant it and nobody has settled: of this device and of whoever is signed in, a manager has all.
 * Read when somebody signs in and after each gap, told live in between. It goes with the person: the next one reads their own.
 */
import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Client } from "../../client/client.ts";
import { readAll } from "../../client/load.ts";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { openRecords } from "../../client/records.ts";

export type InboxList = {
  /** Open and just settled ones, by id. */
  readonly known: ReadonlySignal<ReadonlyMap<string, InboxItem>>;
  readonly isRead: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<ApiProblem | null>;
  read(): Promise<void>;
  put(item: InboxItem): void;
};

const isItem = (data: unknown): data is InboxItem =>
  typeof data === "object" && data !== null && "entityType" in data && "status" in data && "version" in data;

/** The latest first. */
export const openItems = (known: ReadonlyMap<string, InboxItem>): InboxItem[] =>
  [...known.values()]
    .filter(({ status }) => status === "open")
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id));

export const watchInbox = (client: Client): InboxList => {
  const items = openRecords<InboxItem>();
  const isRead = signal(false);
  const problem = signal<ApiProblem | null>(null);
  let reader: string | null = null;
  const read = async (): Promise<void> => {
    const personId = client.session.person.peek()?.id ?? null;
    if (personId === null) return;
    const asOf = client.live.position()?.seq ?? 0;
    try {
      const open = await readAll<InboxItem>(client.api, "/api/inbox?status=open");
      if (reader !== personId) return;
      items.reset(open, asOf);
      isRead.value = true;
      problem.value = null;
    } catch (error) {
      if (reader === personId) problem.value = asProblem(error);
    }
  };
  client.on("inbox:update", (data) => {
    if (isItem(data) && reader !== null) items.put(data);
  });
  effect(() => {
    const personId = client.session.person.value?.id ?? null;
    const isConnected = client.live.state.value === "connected";
    untracked(() => {
      if (reader !== personId) {
        items.clear();
        isRead.value = false;
        problem.value = null;
      }
      reader = personId;
      if (isConnected) void read();
    });
  });
  // Settled by whomever, here or elsewhere: this device's own list of refusals forgets it too.
  effect(() => {
    for (const { key, inboxId } of client.outbox.entries.value) {
      const item = inboxId === null ? undefined : items.all.value.get(inboxId);
      if (item && item.status !== "open") untracked(() => client.outbox.discard(key));
    }
  });
  return { known: items.all, isRead, problem, read, put: items.put };
};
