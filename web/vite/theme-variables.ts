import { DEFAULT_THEME, convertCssVariables, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";
import { theme, variables } from "../src/theme/theme.ts";

const NAME = "virtual:theme.css";

/**
 * The theme's variables as a stylesheet. Mantine would write them into a `<style>` at run time, which the site's content
 * policy refuses.
 */
export function themeVariables(): Plugin {
  return {
    name: "theme-variables",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? convertCssVariables(variables(mergeMantineTheme(DEFAULT_THEME, theme)), ":root") : undefined),
  };
}
