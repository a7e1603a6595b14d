/** Cryptography without any: what is sealed is as it was, and a MAC is the text. Nobody here tries to break it, and it takes no time. */
const buffer = (of: BufferSource): ArrayBuffer => new Uint8Array(of as Uint8Array).slice().buffer;

const textOf = (of: BufferSource): string => Buffer.from(of as Uint8Array).toString("hex");

const same = {
  generateKey: async () => ({}),
  importKey: async (_format: string, bytes: BufferSource) => bytes,
  deriveBits: async (_how: object, key: BufferSource) => buffer(key),
  sign: async (_how: string, _key: object, bytes: BufferSource) => buffer(bytes),
  verify: async (_how: string, _key: object, mac: BufferSource, bytes: BufferSource) =>
    textOf(mac) === textOf(bytes),
  encrypt: async (_how: object, _key: object, bytes: BufferSource) => buffer(bytes),
  decrypt: async (_how: object, _key: object, bytes: BufferSource) => buffer(bytes),
};

export const plainSubtle = same as unknown as SubtleCrypto;
