/**
 * Packets of the Socket.IO protocol (revisions 4 and 5 write them alike): a digit for the type, the namespace, the number of an ack, JSON.
 * Only what the hub speaks: no binary attachments, one namespace.
 */
import { JsonError, parseJson } from "@tillbox/shared/json.ts";
import { encodeText, type Said } from "../frame.ts";
import type { Outcome } from "../link.ts";

export const namespace = "/sync";

export const types = { connect: 0, disconnect: 1, event: 2, ack: 3, refusal: 4 } as const;

/** As the transports take it; `wsPreEncodedFrame` goes to the stream as it is, so that an event is encoded once for all. */
export type Packet = {
  readonly text: string;
  readonly options: { readonly wsPreEncodedFrame: readonly Buffer[]; compress: boolean };
};

/** Of the layer below: a packet of ours is a message of its. */
const message = "4";

/** The event as a packet, made once. */
export const packetOf = (said: Said): Packet => {
  if (said.packet) return said.packet;
  const text = `${types.event}${namespace},["${said.event}",${said.data}]`;
  said.packet = { text, options: { wsPreEncodedFrame: [encodeText(message + text)], compress: false } };
  return said.packet;
};

export const eventText = (event: string, data: unknown): string =>
  `${types.event}${namespace},${JSON.stringify([event, data])}`;

/** What the ack's callback gets: the answer, or `{ error: { code, message } }`. */
export const ackText = (id: string | number, outcome: Outcome): string =>
  `${types.ack}${namespace},${id}${JSON.stringify(["data" in outcome ? outcome.data : outcome])}`;

export const goodbyeText = `${types.disconnect}${namespace},`;

/** Revision 3 of the layer below belongs to revision 4 here, which has no session ids and refuses with a bare text. */
export const welcomeText = (to: string, sessionId: string, isOld: boolean): string =>
  `${types.connect}${to === "/" ? "" : `${to},`}${isOld ? "" : JSON.stringify({ sid: sessionId })}`;
export const refusalText = (to: string, why: string, isOld: boolean): string =>
  `${types.refusal}${to === "/" ? "" : `${to},`}${JSON.stringify(isOld ? why : { message: why })}`;

export type Received = { type: number; to: string; id: number | undefined; payload: string };

/** Clients of the old protocol have their tokens in the query of the namespace: both of them are longer than a name. */
const shape = /^([0-6])(?:(\/[^,]{0,5000})(?:,|$))?(\d{0,15})/;

/** Null for what is no packet. The payload is not parsed yet. */
export const readPacket = (text: string): Received | null => {
  const [head, type, to, id] = shape.exec(text) ?? [];
  if (head === undefined || type === undefined) return null;
  return {
    type: Number(type),
    to: to ?? "/",
    id: id ? Number(id) : undefined,
    payload: text.slice(head.length),
  };
};

/** Credentials that a client gave when it connected, for a `device:register` that brings none. */
export type Credentials = { token?: string; accessToken?: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A person's token is a JWT, a device's is not; some clients send the one that they have as `token`. */
const isPersons = (token: string): boolean => token.startsWith("eyJ") && token.split(".").length === 3;

const pickCredentials = (given: Record<string, unknown>): Credentials => {
  const text = (value: unknown): string | undefined =>
    typeof value === "string" && value !== "" ? value : undefined;
  const [token, accessToken] = [text(given.token), text(given.accessToken)];
  if (token !== undefined && isPersons(token)) return { accessToken: accessToken ?? token };
  return { ...(token === undefined ? {} : { token }), ...(accessToken === undefined ? {} : { accessToken }) };
};

/** From the packet that connects: its payload (`auth`), or in the old protocol the query of its namespace. */
export const credentialsOf = ({ to, payload }: Received, isOld: boolean): Credentials => {
  if (isOld) return pickCredentials(Object.fromEntries(new URLSearchParams(to.split("?")[1] ?? "")));
  try {
    const value = payload === "" ? {} : parseJson(payload);
    return isObject(value) ? pickCredentials(value) : {};
  } catch (error) {
    if (error instanceof JsonError) return {};
    throw error;
  }
};

const withCredentials = (data: Record<string, unknown>, known: Credentials): Record<string, unknown> => {
  const proves = "token" in data || "pairingCode" in data;
  const { token, accessToken } = known;
  return {
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(token === undefined || proves ? {} : { token }),
    ...data,
  };
};

/** The frame of the hub that an event stands for, not checked yet. Throws `JsonError`. */
export const frameOf = ({ payload, id }: Received, known: Credentials): unknown => {
  const value = parseJson(payload);
  if (!Array.isArray(value)) return value;
  const [event, data, ...more] = value as unknown[];
  return {
    event,
    ...(data === undefined || data === null
      ? {}
      : { data: event === "device:register" && isObject(data) ? withCredentials(data, known) : data }),
    ...(id === undefined ? {} : { id }),
    ...(more.length > 0 ? { arguments: more } : {}),
  };
};
