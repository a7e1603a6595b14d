import { setTheme } from "@tillbox/shared/ui/theme.ts";
import "./hub.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { openHub } from "./hub.ts";

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = (): void => setTheme(dark.matches ? "dark" : "light");
dark.addEventListener("change", follow);
follow();

const hub = openHub();
void hub.client.resume();
const page = document.getElementById("page");
if (page) render(<App hub={hub} />, page);
