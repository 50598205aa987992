import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { themeVariables } from "./vite/theme-variables.ts";

const gateway = process.env["MEDILINK_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig(({ command }) => ({
  plugins: [react(), themeVariables()],
  // The gateway serves every file of the site flat under /assets/.
  base: command === "build" ? "/assets/" : "/",
  build: {
    outDir: ".client",
    assetsDir: "",
    emptyOutDir: true,
    license: { fileName: "client.LICENSES.md" },
    target: "es2022",
    modulePreload: { polyfill: false },
    // The content policy takes nothing from data: URLs but pictures.
    assetsInlineLimit: 0,
    // What several pages share comes as a few files instead of forty.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 4, test: /\.(tsx?|m?js)$/ }] } } },
  },
  server: { proxy: Object.fromEntries(["/v1", "/ws", "/local", "/assets"].map((path) => [path, { target: gateway, ws: path === "/ws" }])) },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
}));
