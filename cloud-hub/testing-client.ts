/** How tests talk to a hub: over HTTP, as a box or a browser does. */
import { batchContentType, enrolmentSecretHeader } from "@tillbox/shared/protocol/replication.ts";

export type Answer = { status: number; body: { [field: string]: unknown }; headers: Headers };

export const postJson = async (url: string, body: unknown, token?: string): Promise<Answer> => {
  const headers = {
    "content-type": "application/json",
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  return answerOf(await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }));
};

export const getJson = async (url: string, token: string): Promise<Answer> =>
  answerOf(await fetch(url, { headers: { authorization: `Bearer ${token}` } }));

/** Enrols a store; the answer's body has its token. Without a secret it is a box of before. */
export const enrolStore = async (
  hubUrl: string,
  code: string,
  storeId: string,
  change: object = {},
  secret?: string,
): Promise<Answer> => {
  const store = {
    storeId,
    storeName: `Store ${storeId}`,
    currency: "EUR",
    timeZone: "Europe/Berlin",
    epoch: 1,
  };
  const headers = {
    "content-type": "application/json",
    ...(secret === undefined ? {} : { [enrolmentSecretHeader]: secret }),
  };
  const body = JSON.stringify({ code, ...store, ...change });
  return answerOf(await fetch(`${hubUrl}/api/replication/enrol`, { method: "POST", headers, body }));
};

export const postBatch = async (
  hubUrl: string,
  token: string,
  body: Buffer,
  type = batchContentType,
): Promise<Answer> => {
  const headers = { "content-type": type, authorization: `Bearer ${token}` };
  return answerOf(
    await fetch(`${hubUrl}/api/replication/batches`, { method: "POST", headers, body: new Uint8Array(body) }),
  );
};

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const body = text === "" ? {} : (JSON.parse(text) as Answer["body"]);
  return { status: response.status, body, headers: response.headers };
};
