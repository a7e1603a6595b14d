/** Answers to one socket: the named event, the `ack` of a request that has an id, and the refusal. */
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import { parcelOf } from "./frame.ts";
import type { RequestId } from "./link.ts";
import type { Peer } from "./peers.ts";
import type { Sockets } from "./sockets.ts";

const policyViolation = 1008;
const maxStrikes = 10;

export type Replies = {
  say(peer: Peer, event: ServerEvent, data: unknown): void;
  acknowledge(peer: Peer, id: RequestId, data: unknown): void;
  /** Ten strikes within one heartbeat close the socket. */
  refuse(peer: Peer, id: RequestId, code: string, message: string, strikes?: number): void;
};

export const openReplies = (sockets: Sockets): Replies => ({
  say: (peer, event, data) => sockets.send(peer, parcelOf(event, JSON.stringify(data))),
  acknowledge: (peer, id, data) => {
    if (id !== undefined) sockets.answer(peer, id, { data });
  },
  refuse: (peer, id, code, message, strikes = 1) => {
    sockets.answer(peer, id, { error: { code, message } });
    peer.strikes += strikes;
    if (peer.strikes >= maxStrikes) sockets.drop(peer, policyViolation, "too many frames that make no sense");
  },
});
