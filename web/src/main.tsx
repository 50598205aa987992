// Before everything else: what the parts of the client say of themselves comes after the theme.
import "./theme/styles";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { LastResort } from "./app/failed";
import { queries } from "./app/query";
import { router } from "./app/router";
import { start } from "./i18n";
import { theme } from "./theme/theme";

const place = document.querySelector("#root");
if (!place) throw new Error("the page has no place for the client");

await start();
createRoot(place).render(
  <StrictMode>
    <LastResort>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <DirectionProvider>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </DirectionProvider>
      </MantineProvider>
    </LastResort>
  </StrictMode>,
);
