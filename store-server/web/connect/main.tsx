import "@tillbox/shared/ui/theme.ts";
import "./connect.css";
import "./sheet.css";
import { render } from "preact";
import { followSystemTheme } from "../common/system-theme.ts";
import { ConnectPage } from "./connect-page.tsx";

followSystemTheme();
const page = document.getElementById("page");
if (page) render(<ConnectPage />, page);
