import "@tillbox/shared/ui/theme.ts";
import "./pos.css";
import { render } from "preact";
import { followSystemTheme } from "../common/system-theme.ts";
import { App } from "./app.tsx";
import { openPos } from "./pos.ts";

followSystemTheme();
const pos = openPos();
pos.client.start();
const page = document.getElementById("page");
if (page) render(<App pos={pos} />, page);
