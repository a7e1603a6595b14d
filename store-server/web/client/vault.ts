/**
 * Who may sign in on this device without the box, and their word for sending what they tapped. Kept after a sign-in with the box, for as
 * long as the box allows: a verifier of the PIN (PBKDF2, then a MAC under a key that cannot be exported) and the offline grant,
 * encrypted under another such key. Few wrong tries end it until the box is back. Without `crypto.subtle` (plain HTTP) nobody signs in
 * without the box; the grant is kept all the same, because it opens nothing but sending.
 */
import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import type { Database } from "./database.ts";
import { ApiProblem } from "./problem.ts";
import type { Person } from "./session.ts";
import { closed, forgetRow, openTries } from "./vault-tries.ts";

export type Vault = {
  /** False: this connection has no cryptography to keep a PIN with. */
  readonly isPossible: boolean;
  /** Reads what earlier pages kept. */
  load(): Promise<void>;
  /** Somebody signed in with the box; `pin` if they typed one. */
  remember(answer: SignedIn, pin: string | null): Promise<void>;
  /** Whose PIN it is. Throws `ApiProblem` for the person at the pad. */
  prove(pin: string): Promise<Person>;
  /** Null: that person has to sign in. */
  grantOf(userId: string): string | null;
  /** The box does not take it any more. */
  refuse(userId: string): void;
};

type Sealed = { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer };
type Kept = {
  shape: 1;
  user: Person;
  /** Epoch milliseconds; PIN and grant are void afterwards. */
  until: number;
  verifier: ArrayBuffer | null;
  grant: Sealed | { plain: string } | null;
};
type Keys = { seal: CryptoKey; mac: CryptoKey; salt: Uint8Array<ArrayBuffer> };

const iterations = 300_000;
const personKey = (userId: string): string => `person ${userId}`;

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && "shape" in value && value.shape === 1 && "user" in value;

const newKeys = async (subtle: SubtleCrypto): Promise<Keys> => ({
  seal: await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
  mac: await subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]),
  salt: crypto.getRandomValues(new Uint8Array(16)),
});

/** One derivation serves all who are kept here: the salt is the device's. */
const stretch = async (subtle: SubtleCrypto, { salt }: Keys, pin: string): Promise<ArrayBuffer> => {
  const typed = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  return subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, 256);
};

const openKeys = (database: Database, subtle: SubtleCrypto) => {
  let keys: Promise<Keys> | null = null;
  const read = async (): Promise<Keys> => {
    const fresh = await newKeys(subtle);
    let kept = fresh;
    await database.write(["facts"], async (tx) => {
      const known = (await tx.objectStore("facts").get("vault")) as Keys | undefined;
      kept = known ?? fresh;
      if (!known) await tx.objectStore("facts").put(fresh, "vault");
    });
    return kept;
  };
  return (): Promise<Keys> => {
    keys ??= read().catch((error: unknown) => {
      keys = null;
      throw error;
    });
    return keys;
  };
};

const openSealing = (subtle: SubtleCrypto | null, keys: (() => Promise<Keys>) | null) => ({
  seal: async (token: string): Promise<Kept["grant"]> => {
    if (!subtle || !keys) return { plain: token };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const { seal } = await keys();
    return {
      iv,
      bytes: await subtle.encrypt({ name: "AES-GCM", iv }, seal, new TextEncoder().encode(token)),
    };
  },
  open: async (grant: Kept["grant"]): Promise<string | null> => {
    if (grant === null || "plain" in grant) return grant?.plain ?? null;
    if (!subtle || !keys) return null;
    const { seal } = await keys();
    const bytes = await subtle.decrypt({ name: "AES-GCM", iv: grant.iv }, seal, grant.bytes);
    return new TextDecoder().decode(bytes);
  },
});

const no = (message: string): ApiProblem => new ApiProblem("unauthorized", message, { status: 401 });
const words = {
  plain:
    "The box does not answer, and on a connection that is not encrypted nobody can sign in without it. Who is signed in can go on.",
  nobody: "The box does not answer, and nobody has signed in on this device lately. Wait for the box.",
  wrong: (left: number): string =>
    `The box does not answer, and this is no PIN that was used on this device lately. ${left} ${left === 1 ? "try" : "tries"} left.`,
};

export const openVault = (
  database: Database,
  subtle: SubtleCrypto | null,
  now: () => number = Date.now,
): Vault => {
  const keys = subtle ? openKeys(database, subtle) : null;
  const { seal, open } = openSealing(subtle, keys);
  const grants = new Map<string, { token: string; until: number }>();
  const people = async (): Promise<Kept[]> => {
    const all = await database.read((db) => db.getAll("facts"));
    return all.filter(isKept).filter(({ until }) => until > now());
  };
  const { begin, pass } = openTries(database, now);
  const owner = async (pin: string, all: readonly Kept[]): Promise<Kept | undefined> => {
    if (!subtle || !keys) return undefined;
    const held = await keys();
    const typed = await stretch(subtle, held, pin);
    for (const kept of all)
      if (kept.verifier && (await subtle.verify("HMAC", held.mac, kept.verifier, typed))) return kept;
    return undefined;
  };
  const verifierOf = async (pin: string | null): Promise<ArrayBuffer | null> => {
    if (pin === null || !subtle || !keys) return null;
    const held = await keys();
    return subtle.sign("HMAC", held.mac, await stretch(subtle, held, pin));
  };
  return {
    isPossible: subtle !== null,
    load: async () => {
      for (const { user, grant, until } of await people()) {
        const token = await open(grant).catch(() => null);
        if (token !== null) grants.set(user.id, { token, until });
      }
    },
    remember: async ({ user, offlineGrant }, pin) => {
      if (!offlineGrant) return;
      const until = Date.parse(offlineGrant.until);
      grants.set(user.id, { token: offlineGrant.token, until });
      const [verifier, grant] = [await verifierOf(pin), await seal(offlineGrant.token)];
      await database.write(["facts"], async (tx) => {
        const facts = tx.objectStore("facts");
        const known = await facts.get(personKey(user.id));
        // A refreshed sign-in brings a new grant, and no PIN.
        const kept = pin === null && isKept(known) ? known.verifier : verifier;
        await facts.put({ shape: 1, user, until, verifier: kept, grant } satisfies Kept, personKey(user.id));
        if (pin !== null) await forgetRow(tx);
      });
    },
    prove: async (pin) => {
      if (!subtle) throw no(words.plain);
      const all = (await people()).filter(({ verifier }) => verifier !== null);
      if (all.length === 0) throw no(words.nobody);
      const left = await begin();
      const found = await owner(pin, all);
      if (!found) throw no(left === 0 ? closed : words.wrong(left));
      await pass();
      return found.user;
    },
    grantOf: (userId) => {
      const grant = grants.get(userId);
      return grant && grant.until > now() ? grant.token : null;
    },
    refuse: (userId) => {
      grants.delete(userId);
      database
        .write(["facts"], (tx) => tx.objectStore("facts").delete(personKey(userId)))
        .catch(() => undefined);
    },
  };
};
