import "../theme.ts";
import "./gallery.css";
import { render } from "preact";
import { setTheme } from "../theme.ts";
import { Gallery } from "./gallery.tsx";
import { scenes } from "./scenes.tsx";

/* Addresses: ?theme=dark, ?dir=rtl, ?scene=order, ?part=entry. Without a scene it is the list of all components. */
const query = new URLSearchParams(location.search);
setTheme(query.get("theme") === "dark" ? "dark" : "light");
document.documentElement.dir = query.get("dir") === "rtl" ? "rtl" : "ltr";

const Scene = scenes[query.get("scene") ?? ""];
const root = document.getElementById("gallery");
if (root) render(Scene ? <Scene /> : <Gallery part={query.get("part")} />, root);
