import { Anchor, Button, type AnchorProps, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { forwardRef, type ReactNode } from "react";
import card from "./card.module.css";

const ButtonAnchor = forwardRef<HTMLAnchorElement, ButtonProps>((props, ref) => <Button component="a" ref={ref} {...props} />);
ButtonAnchor.displayName = "ButtonAnchor";

const TextAnchor = forwardRef<HTMLAnchorElement, AnchorProps & { children?: ReactNode }>((props, ref) => <Anchor ref={ref} {...props} />);
TextAnchor.displayName = "TextAnchor";

const CardAnchor = forwardRef<HTMLAnchorElement, { children?: ReactNode }>((props, ref) => <a ref={ref} className={`${card.card} ${card.link}`} {...props} />);
CardAnchor.displayName = "CardAnchor";

/** A page to go to, as a button, as text, as a whole card. */
export const LinkButton = createLink(ButtonAnchor);
export const TextLink = createLink(TextAnchor);
export const CardLink = createLink(CardAnchor);
