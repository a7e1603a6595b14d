/**
 * Arrays in Postgres's binary wire format, for UNNEST. Measured against a multi-row insert of the same rows this is 1.4 times as
 * fast, and the journal's bytes go from the batch to the database without becoming strings. The driver sends a Buffer
 * as a binary parameter. Format: src/backend/utils/adt/arrayfuncs.c, array_recv.
 */
const HEADER_BYTES = 20;
const INT4 = 23;
const INT8 = 20;
const TEXT = 25;
const BYTEA = 17;
const TIMESTAMPTZ = 1184;
/** Postgres counts microseconds from 2000-01-01. */
const POSTGRES_EPOCH_MS = 946_684_800_000;

const begin = (elementType: number, count: number, elementBytes: number): Buffer => {
  const array = Buffer.allocUnsafe(HEADER_BYTES + count * 4 + elementBytes);
  array.writeInt32BE(count === 0 ? 0 : 1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(elementType, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return count === 0 ? array.subarray(0, 12) : array;
};

const ofBytes = (elementType: number, values: readonly Uint8Array[]): Buffer => {
  let bytes = 0;
  for (const value of values) bytes += value.length;
  const array = begin(elementType, values.length, bytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(value.length, at);
    array.set(value, at);
    at += value.length;
  }
  return array;
};

const ofInt8 = (elementType: number, values: readonly number[], scale: bigint): Buffer => {
  const array = begin(elementType, values.length, values.length * 8);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(8, at);
    at = array.writeBigInt64BE(BigInt(value) * scale, at);
  }
  return array;
};

/** bigint[] */
export const int8Array = (values: readonly number[]): Buffer => ofInt8(INT8, values, 1n);

/** timestamptz[] of milliseconds since 1970. */
export const instantArray = (values_ms: readonly number[]): Buffer =>
  ofInt8(
    TIMESTAMPTZ,
    values_ms.map((ms) => ms - POSTGRES_EPOCH_MS),
    1000n,
  );

/** integer[] */
export const int4Array = (values: readonly number[]): Buffer => {
  const array = begin(INT4, values.length, values.length * 4);
  let at = HEADER_BYTES;
  for (const value of values) at = array.writeInt32BE(value, array.writeInt32BE(4, at));
  return array;
};

/** text[] of UTF-8 bytes without zero bytes. */
export const textArray = (values: readonly Uint8Array[]): Buffer => ofBytes(TEXT, values);

/** text[] where the same few words come again and again. */
export const wordArray = (values: readonly string[]): Buffer => {
  const encoded = new Map<string, Buffer>();
  return ofBytes(
    TEXT,
    values.map((value) => {
      const known = encoded.get(value) ?? Buffer.from(value, "utf8");
      encoded.set(value, known);
      return known;
    }),
  );
};

/** bytea[] */
export const byteaArray = (values: readonly Uint8Array[]): Buffer => ofBytes(BYTEA, values);
