import "@tillbox/shared/ui/theme.ts";
import "../connect/connect.css";
import "./status.css";
import { render } from "preact";
import { followSystemTheme } from "../common/system-theme.ts";
import { StatusPage } from "./status-page.tsx";

followSystemTheme();
const page = document.getElementById("page");
if (page) render(<StatusPage />, page);
