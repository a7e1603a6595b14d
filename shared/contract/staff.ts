import { z } from "zod";
import { entityFields, Id, Name } from "./common.ts";
import { passwordLength, pinForm, usernameForm } from "./staff-words.ts";

export const roles = ["owner", "manager", "waiter", "cashier", "cook", "kiosk"] as const;
export type Role = (typeof roles)[number];
/** A role that came with the box, or the id of one of the store's own. */
export const RoleId = Id.meta({ description: `${roles.join(", ")}, or the id of a role of the store's own` });
export const Pin = z.string().regex(pinForm, "must be four to eight digits");
export const Password = z
  .string()
  .min(passwordLength, `must have at least ${passwordLength} characters`)
  .max(200);
export const Username = z.string().regex(usernameForm, "must be 2 to 64 letters, digits or . _ @ -");

export const UserInput = z
  .strictObject({
    id: Id.optional(),
    name: Name,
    role: RoleId,
    username: Username.optional(),
    password: Password.optional(),
    pin: Pin.optional(),
  })
  .refine((user) => (user.username === undefined) === (user.password === undefined), {
    message: "username and password go together",
    path: ["password"],
  })
  .refine((user) => user.pin !== undefined || user.password !== undefined, {
    message: "give a pin or a username and password",
    path: ["pin"],
  });
export const User = z
  .object({
    ...entityFields,
    name: z.string(),
    role: z.string(),
    username: z.string().nullable(),
    active: z.boolean(),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

export const LoginInput = z.union([
  z.strictObject({ username: z.string().max(64), password: z.string().max(200) }),
  z.strictObject({ pin: z.string().max(8) }),
]);
export const SignedIn = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string(),
    /** seconds */
    expiresIn: z.int(),
    user: z.object({
      id: z.string(),
      name: z.string(),
      role: z.string(),
      roleName: z.string().optional().meta({ description: "What the role is called" }),
      permissions: z.array(z.string()),
    }),
    offlineGrant: z.object({ token: z.string(), until: z.string() }).optional().meta({
      description:
        "On a registered device: as bearer of /sync/process it sends what this person tapped here after their sign-in was gone",
    }),
  })
  .meta({ id: "SignedIn" });
export type SignedIn = z.infer<typeof SignedIn>;

export const SetupInput = z.strictObject({
  code: z.string().max(20),
  businessName: Name,
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code"),
  timeZone: z.string().max(64),
  locale: z.string().max(35),
  owner: z.strictObject({ name: Name, username: Username, password: Password, pin: Pin }),
});
export type SetupInput = z.infer<typeof SetupInput>;

/** Named fields only; null takes a way to sign in away. `active: true` brings somebody back, with new credentials. */
export const UserChange = z.strictObject({
  name: Name.optional(),
  role: RoleId.optional(),
  username: Username.nullable().optional(),
  password: Password.nullable().optional(),
  pin: Pin.nullable().optional(),
  active: z.boolean().optional(),
});
export type UserChange = z.infer<typeof UserChange>;

export const RefreshInput = z.strictObject({ refreshToken: z.string().min(1).max(500) });
export const LogoutInput = z.strictObject({ refreshToken: z.string().min(1).max(500).optional() });
export const Profile = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.string(),
    username: z.string().nullable(),
    deviceId: z.string().nullable(),
    permissions: z.array(z.string()),
  })
  .meta({ id: "Profile" });
/** Somebody signed in on something. `current` is the one that asks. */
export const Session = z
  .object({
    ...entityFields,
    userId: z.string(),
    deviceId: z.string().nullable(),
    address: z.string(),
    usedAt: z.string(),
    expiresAt: z.string(),
    endedAt: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({ id: "Session" });
