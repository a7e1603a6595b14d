import "@tillbox/shared/ui/theme.ts";
import "./home.css";
import { render } from "preact";
import { followSystemTheme } from "./common/system-theme.ts";
import { Home } from "./home.tsx";

followSystemTheme();
const page = document.getElementById("page");
if (page) render(<Home />, page);
