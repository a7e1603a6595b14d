import { afterEach, describe, expect, it } from "vitest";
import { until } from "../live/toy-live.ts";
import type { Replication, ReplicationOptions } from "./replicator.ts";
import { type Box, caughtUp, heldBy, journalOf, openBox, restored, startBox, write } from "./toy-box.ts";
import { openToyHub, type ToyHub } from "./toy-hub.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
const openHub = async (): Promise<ToyHub> => {
  const hub = await openToyHub();
  opened.push(hub.close);
  return hub;
};
const newBox = (box: Box = openBox()): Box => {
  opened.push(box.close);
  return box;
};
const start = (box: Box, options: Partial<ReplicationOptions> = {}): Replication => {
  const replication = startBox(box, options);
  opened.push(replication.stop);
  return replication;
};
const open = async (options: Partial<ReplicationOptions> = {}) => {
  const [box, hub] = [newBox(), await openHub()];
  const replication = start(box, options);
  return { box, hub, replication, enrol: () => replication.enrol({ hubUrl: hub.url, code: "CODE-1" }) };
};
