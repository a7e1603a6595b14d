/** What a device may send as intents of tables and areas, and the commands they stand for. */
import {
  AreaChange,
  AreaInput,
  TableChange,
  TableInput,
  TableJoinInput,
  TableStatusInput,
} from "@tillbox/shared/contract/floor.ts";
import { z } from "zod";
import { intentsOf, recordIntents } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { joinTables, separateTables } from "./commands.ts";
import { areas, setTableStatus, tables } from "./rows.ts";

const intent = intentsOf("table");

export const floorIntents: readonly Intent[] = [
  intent("status", TableStatusInput, setTableStatus, (id, { status }) => ({ id, status })),
  intent("join", TableJoinInput, joinTables, (id, { tableIds }) => ({ id, tableIds })),
  intent("separate", z.strictObject({}), separateTables, (id) => ({ id })),
  ...recordIntents("table", tables, { input: TableInput, change: TableChange }),
  ...recordIntents("area", areas, { input: AreaInput, change: AreaChange }),
];
