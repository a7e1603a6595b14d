/** What a device may send as intents of a drawer session, and the commands they stand for. */
import {
  CashMoveInput,
  CountInput,
  DrawerCloseInput,
  DrawerOpenInput,
  NoSaleInput,
} from "@tillbox/shared/contract/drawer.ts";
import { newId } from "@tillbox/shared/id.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { closeDrawer, countDrawer, openDrawer, openWithoutSale, payIn, payOut } from "./commands.ts";

const intent = intentsOf("drawer");

export const drawerIntents: readonly Intent[] = [
  intent("create", DrawerOpenInput, openDrawer, (id, body) => ({ ...body, id })),
  intent("paid-in", CashMoveInput, payIn, (id, body) => ({ ...body, id, moveId: body.id ?? newId() })),
  intent("paid-out", CashMoveInput, payOut, (id, body) => ({ ...body, id, moveId: body.id ?? newId() })),
  intent("no-sale", NoSaleInput, openWithoutSale, (id, body) => ({
    id,
    moveId: body.id ?? newId(),
    reason: body.reason ?? null,
  })),
  intent("count", CountInput, countDrawer, (id, body) => ({
    id,
    count: { ...body, id: body.id ?? newId() },
  })),
  intent("close", DrawerCloseInput, closeDrawer, (id, body) => ({ id, note: body?.note ?? null })),
];
