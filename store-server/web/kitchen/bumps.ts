/**
 * What the cooks tap. A bump is shown and sent at once, with a key of its own; for five seconds the ticket's place stays, with Undo in it, so
 * that no other ticket slides under the finger. Places close only while nobody is tapping. A refusal brings the ticket back and says why.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Client } from "../client/client.ts";
import { moveLines } from "../client/intents.ts";
import type { Notices } from "../common/notices.ts";
import type { FinishedTicket } from "./finished.ts";
import { idsIn, type KitchenTicket } from "./tickets.ts";
import { markSeen, type Told } from "./told.ts";

/** The place of a ticket that was just bumped. */
export type Ghost = {
  ticket: KitchenTicket /** px, so that nothing moves. */;
  height: number;
  dueAt: number;
};

export type Bumps = {
  readonly ghosts: ReadonlySignal<readonly Ghost[]>;
  /** `height` of the ticket on the screen, in px. */
  bump: (ticket: KitchenTicket, height: number) => void;
  /** Takes the bump back; without a key the latest. */
  undo: (key?: string) => void;
  /** A tap on one line: done, back to work, or its void was seen. */
  tapLine: (ticket: KitchenTicket, lineId: string, height: number) => void;
  recall: (ticket: FinishedTicket) => void;
  /** A finger is on the screen: no place closes now. */
  touched: () => void;
};

export const undoTime_ms = 5_000;
const calm_ms = 900;

type Parts = { client: Pick<Client, "outbox">; notices: Notices; told: Signal<Told> };

/** Holds the places, and closes those whose time is over, together, in a calm moment. */
const openGhosts = () => {
  const ghosts = signal<readonly Ghost[]>([]);
  let touchedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = (): void => {
    clearTimeout(timer);
    const now = performance.now();
    const calmAt = touchedAt + calm_ms;
    if (now >= calmAt && ghosts.value.some(({ dueAt }) => dueAt <= now))
      ghosts.value = ghosts.value.filter(({ dueAt }) => dueAt > now);
    const next = Math.min(...ghosts.value.map(({ dueAt }) => dueAt));
    if (ghosts.value.length > 0) timer = setTimeout(settle, Math.max(next, calmAt, now + 16) - now);
  };
  return {
    ghosts,
    add: (ticket: KitchenTicket, height: number): void => {
      const others = ghosts.value.filter((ghost) => ghost.ticket.key !== ticket.key);
      ghosts.value = [...others, { ticket, height, dueAt: performance.now() + undoTime_ms }];
      settle();
    },
    remove: (key: string): void => {
      ghosts.value = ghosts.value.filter((ghost) => ghost.ticket.key !== key);
    },
    touched: (): void => {
      touchedAt = performance.now();
    },
  };
};

const statusIn = (answer: unknown, itemIds: readonly string[], status: string): boolean =>
  (answer as Order | undefined)?.items.some((line) => itemIds.includes(line.id) && line.status === status) ===
  true;

export const openBumps = ({ client, notices, told }: Parts): Bumps => {
  const { ghosts, add, remove, touched } = openGhosts();
  const seeVoids = (ticket: KitchenTicket, ids: readonly string[]): void => {
    const lines = ticket.lines.filter(({ id }) => ids.includes(id));
    told.value = markSeen(told.value, ticket.orderId, lines);
  };
  const done = async (ticket: KitchenTicket, itemIds: readonly string[]): Promise<void> => {
    const outcome = await client.outbox.submit(moveLines({ id: ticket.orderId }, itemIds, "ready"));
    if (outcome.ok) return;
    remove(ticket.key);
    notices.warn(`${ticket.title} is not done: ${outcome.problem.message}`);
  };
  const back = async (
    ticket: { orderId: string; title: string },
    itemIds: readonly string[],
  ): Promise<void> => {
    const outcome = await client.outbox.submit(moveLines({ id: ticket.orderId }, itemIds, "preparing"));
    if (!outcome.ok) return notices.warn(`${ticket.title} stays done: ${outcome.problem.message}`);
    if (!statusIn(outcome.answer, itemIds, "preparing"))
      notices.warn(`${ticket.title} was served or taken back already, so it stays done.`);
  };
  const bump = (ticket: KitchenTicket, height: number): void => {
    const open = idsIn(ticket, "open");
    add(ticket, height);
    seeVoids(ticket, idsIn(ticket, "void"));
    if (open.length > 0) void done(ticket, open);
  };
  const undo = (key?: string): void => {
    const ghost = key ? ghosts.value.find(({ ticket }) => ticket.key === key) : ghosts.value.at(-1);
    if (!ghost) return;
    const { ticket } = ghost;
    remove(ticket.key);
    const unseen = { ...told.value };
    for (const id of idsIn(ticket, "void")) {
      const { seen: _seen, ...line } = unseen[id] ?? { orderId: ticket.orderId, quantity: 0, notes: null };
      unseen[id] = line;
    }
    told.value = unseen;
    const open = idsIn(ticket, "open");
    if (open.length > 0) void back(ticket, open);
  };
  const tapLine = (ticket: KitchenTicket, lineId: string, height: number): void => {
    const line = ticket.lines.find(({ id }) => id === lineId);
    if (!line) return;
    if (line.state === "done") return void back(ticket, [lineId]);
    const others = ticket.lines.filter(({ id, state }) => id !== lineId && state !== "done");
    if (others.length === 0) return bump(ticket, height);
    if (line.state === "void") return seeVoids(ticket, [lineId]);
    void done(ticket, [lineId]);
  };
  const recall = (ticket: FinishedTicket): void => {
    remove(ticket.key);
    void back(ticket, ticket.itemIds);
  };
  return { ghosts, bump, undo, tapLine, recall, touched };
};
