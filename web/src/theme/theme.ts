import { createTheme, defaultCssVariablesResolver, rem, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const brand: MantineColorsTuple = [
  "#e6f5f0",
  "#cfe9e0",
  "#a3d5c5",
  "#7cc9b2",
  "#62d2b3",
  "#2d9f7e",
  "#17836a",
  "#0b6b57",
  "#085646",
  "#054236",
];

/** What cannot be taken back. */
const danger: MantineColorsTuple = [
  "#fbeae6",
  "#f6d5cd",
  "#eeb0a3",
  "#e38c7a",
  "#ffb4a5",
  "#c94f3a",
  "#b33c28",
  "#9a2c1c",
  "#7d2216",
  "#611a10",
];

/** Large by default: the readers are of every age, the screens are small. */
export const theme = createTheme({
  primaryColor: "brand",
  colors: { brand, danger },
  primaryShade: { light: 7, dark: 7 },
  fontFamily: "var(--font)",
  headings: { fontFamily: "var(--font)", fontWeight: "700" },
  fontSizes: { xs: rem(15), sm: rem(16), md: rem(18), lg: rem(18), xl: rem(20) },
  lineHeights: { xs: "1.5", sm: "1.55", md: "1.65", lg: "1.65", xl: "1.65" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "lg" } },
    TextInput: { defaultProps: { size: "lg" } },
    PasswordInput: { defaultProps: { size: "lg" } },
    Textarea: { defaultProps: { size: "lg" } },
    NativeSelect: { defaultProps: { size: "lg" } },
  },
});

/** What Mantine's palette lacks in contrast (WCAG 2.2, 4.5:1), and the tones of notices and badges. */
export const variables: CSSVariablesResolver = (merged) => {
  const own = defaultCssVariablesResolver(merged);
  return {
    variables: { ...own.variables, "--paper": "#ffffff", "--print": "#000000", "--shade": "rgb(0 0 0 / 55%)" },
    light: {
      ...own.light,
      "--mantine-color-body": "#f6f7f3",
      "--mantine-color-text": "#14231f",
      "--mantine-color-dimmed": "#4b5b55",
      "--mantine-color-error": "#9a2c1c",
      "--mantine-color-anchor": "#0b6b57",
      "--surface": "#ffffff",
      "--line": "#d5dbd6",
      "--edge": "#75857e",
      "--tone-good": "#0b5b4a",
      "--tone-good-ground": "#dff2ea",
      "--tone-wait": "#6b4300",
      "--tone-wait-ground": "#fdf0d5",
      "--tone-stop": "#8f2718",
      "--tone-stop-ground": "#fbeae6",
      "--tone-plain": "#33423d",
      "--tone-plain-ground": "#e8ece9",
    },
    dark: {
      ...own.dark,
      "--mantine-color-body": "#0f1614",
      "--mantine-color-text": "#e7eeeb",
      "--mantine-color-dimmed": "#a9b9b2",
      "--mantine-color-error": "#ffb4a5",
      "--mantine-color-anchor": "#62d2b3",
      "--mantine-color-danger-outline": "#ffb4a5",
      "--mantine-color-danger-light-color": "#ffb4a5",
      "--surface": "#17211e",
      "--line": "#2b3934",
      "--edge": "#7b8c85",
      "--tone-good": "#8ee3c9",
      "--tone-good-ground": "#12372c",
      "--tone-wait": "#ffd58a",
      "--tone-wait-ground": "#3b2c0c",
      "--tone-stop": "#ffb4a5",
      "--tone-stop-ground": "#3a1c16",
      "--tone-plain": "#c9d4cf",
      "--tone-plain-ground": "#25312d",
    },
  };
};
