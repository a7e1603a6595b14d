/**
 * What a colour says, the same on every screen: `good` ordered or fine, `new` seated or just come,
 * `attention` held or soon late, `printed` check printed or modifier, `bad` late, allergy or failed.
 */
export type Tone = "plain" | "good" | "new" | "attention" | "printed" | "bad";
