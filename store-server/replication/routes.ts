/** How replication stands, and enrolling the store with a hub. */
import { ReplicationStatus } from "@tillbox/shared/protocol/replication.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { action, type Route, read } from "../http/route.ts";
import type { Enrol, Replication } from "./replicator.ts";

const tag = "Hub";
const EnrolBody = z.strictObject({ hubUrl: z.string().max(500), code: z.string().trim().min(1).max(64) });

const moved = (): Refusal =>
  new Refusal("forbidden", "This store belongs to a hub already. Only an owner moves it to another one.", {
    permission: "hub.manage",
  });

export const replicationRoutes = (
  replication: Pick<Replication, "status" | "enrol" | "enrolled">,
): Route[] => [
  read({
    path: "/replication",
    tag,
    permission: "hub.read",
    summary: "Which hub this store belongs to, and how far it holds the journal",
    answers: ReplicationStatus,
    run: () => replication.status(),
  }),
  action<Enrol, unknown>({
    method: "put",
    path: "/replication",
    tag,
    status: 200,
    permission: "hub.enrol",
    summary: "Enrol the store with a hub, with a code from there; the journal begins to travel at once",
    description:
      "A store that belongs to a hub already is moved to another one only by who has `hub.manage`.",
    body: EnrolBody,
    answers: ReplicationStatus,
    run: ({ body, actor }) => {
      if (replication.enrolled() && !actor.permissions.has("hub.manage")) throw moved();
      return replication.enrol(body);
    },
  }),
];
