import "@tillbox/shared/ui/theme.ts";
import "./pos.css";
import "./sign-in.css";
import "./customers/customers.css";
import "./floor/floor.css";
import "./menu/menu.css";
import "./order/order.css";
import "./orders/orders.css";
import "./pay/pay.css";
import { render } from "preact";
import { followSystemTheme } from "../common/system-theme.ts";
import { App } from "./app.tsx";
import { openPos } from "./pos.ts";

followSystemTheme();
const pos = openPos();
pos.client.start();
const page = document.getElementById("page");
if (page) render(<App pos={pos} />, page);
