/** The events of the WebSocket at `/sync`, as AsyncAPI 3, made from the protocol's own schemas. */
import { ClientFrame, liveVersion, serverEvents } from "@tillbox/shared/protocol/live.ts";
import { z } from "zod";

const channel = { $ref: "#/channels/sync" };
const messageRef = (name: string) => ({ $ref: `#/channels/sync/messages/${name}` });
const nameOf = (direction: "send" | "receive", event: string): string =>
  `${direction}-${event.replace(":", "-")}`;

const clientMessages = () =>
  ClientFrame.options.map((frame) => {
    const event = frame.shape.event.value;
    const payload = z.toJSONSchema(frame, { io: "input", unrepresentable: "any" });
    return [nameOf("send", event), { name: event, title: event, payload }] as const;
  });

const serverFrame = (event: string) => ({
  type: "object",
  required: ["event"],
  properties: {
    event: { const: event },
    data: { description: "The full current view, or what the event is about" },
    id: { type: ["string", "number"], description: "Of the request that this acknowledges" },
    seq: { type: "integer", description: "Journal sequence; ascends" },
    last: { type: "boolean", description: "The last frame of its seq: resume from here" },
    error: {
      type: "object",
      properties: { code: { type: "string" }, message: { type: "string" } },
      description: "Instead of data, when a request was refused",
    },
  },
});
const serverMessages = () =>
  serverEvents.map(
    (event) =>
      [nameOf("receive", event), { name: event, title: event, payload: serverFrame(event) }] as const,
  );

export const asyncApiDocument = (): Record<string, unknown> => {
  const sent = clientMessages();
  const received = serverMessages();
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Tillbox live",
      version: String(liveVersion),
      description: "JSON frames over the WebSocket at /sync. A request with an id is answered by an ack.",
    },
    channels: { sync: { address: "/sync", messages: Object.fromEntries([...sent, ...received]) } },
    operations: {
      request: { action: "receive", channel, messages: sent.map(([name]) => messageRef(name)) },
      tell: { action: "send", channel, messages: received.map(([name]) => messageRef(name)) },
    },
  };
};
