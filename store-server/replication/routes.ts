/** How replication stands, and enrolling the store with a hub. */
import { ReplicationStatus } from "@tillbox/shared/protocol/replication.ts";
import { z } from "zod";
import { action, type Route, read } from "../http/route.ts";
import type { Enrol, Replication } from "./replicator.ts";

const tag = "Hub";
const EnrolBody = z.strictObject({ hubUrl: z.string().max(500), code: z.string().trim().min(1).max(64) });

export const replicationRoutes = (replication: Pick<Replication, "status" | "enrol">): Route[] => [
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
    permission: "hub.manage",
    summary: "Enrol the store with a hub, with a code from there; the journal begins to travel at once",
    body: EnrolBody,
    answers: ReplicationStatus,
    run: ({ body }) => replication.enrol(body),
  }),
];
