import { setTheme } from "@tillbox/shared/ui/theme.ts";
import "./kitchen.css";
import "./kitchen-sheets.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { openKitchen } from "./kitchen.ts";
import { followSounds } from "./sound.ts";

setTheme("dark");
const kitchen = openKitchen();
kitchen.start();
followSounds(kitchen);
const page = document.getElementById("page");
if (page) render(<App kitchen={kitchen} />, page);
