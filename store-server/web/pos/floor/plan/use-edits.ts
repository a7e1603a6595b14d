import type { Table } from "@tillbox/shared/contract/floor.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePos } from "../../pos.ts";
import { reasonOf } from "../../refusal.tsx";
import { changeTable, type TableFields } from "./plan-intents.ts";

/** Changes of one table that follow each other within this are one. */
const rest_ms = 450;

type Edits = ReadonlyMap<string, TableFields>;

/**
 * What is being changed, shown at once and sent when the hand rests. What the box refuses goes back to what it was, and the reason is said.
 */
export const useEdits = () => {
  const { client, notices } = usePos();
  const [edits, setEdits] = useState<Edits>(new Map());
  const waiting = useRef(new Map<string, { fields: TableFields; timer: ReturnType<typeof setTimeout> }>());
  const send = async (id: string): Promise<void> => {
    const open = waiting.current.get(id);
    if (!open) return;
    clearTimeout(open.timer);
    waiting.current.delete(id);
    const outcome = await client.outbox.submit(changeTable({ id }, open.fields));
    if (!outcome.ok) notices.warn(reasonOf(outcome.problem));
    if (waiting.current.has(id)) return;
    setEdits((before) => {
      const rest = new Map(before);
      rest.delete(id);
      return rest;
    });
  };
  useEffect(
    () => () => {
      for (const id of waiting.current.keys()) void send(id);
    },
    [],
  );
  const edit = (id: string, fields: TableFields): void => {
    const known = waiting.current.get(id);
    clearTimeout(known?.timer);
    const timer = setTimeout(() => void send(id), rest_ms);
    waiting.current.set(id, { fields: { ...known?.fields, ...fields }, timer });
    setEdits((before) => new Map(before).set(id, { ...before.get(id), ...fields }));
  };
  const shown = (table: Table): Table => ({ ...table, ...edits.get(table.id) });
  return { edit, shown };
};
