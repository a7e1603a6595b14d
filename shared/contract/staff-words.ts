/** What a way to sign in looks like, apart from the schemas: screens say it before the box does. */
export const pinForm = /^\d{4,8}$/;
export const usernameForm = /^[A-Za-z0-9._@-]{2,64}$/;
export const passwordLength = 8;
