/** Strokes on a grid of 24; drawn for this client. */
const PATHS = {
  home: "M4 11 12 4l8 7v9h-5v-6H9v6H4z",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  prescription: "M6 3h9l4 4v14H6zM9 12h6M12 9v6M9 18h6",
  examination: "M6 4v5a4 4 0 0 0 8 0V4M10 13v3a4 4 0 0 0 8 0v-3M18 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 4-6 8-6s8 2 8 6",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5",
  enter: "M10 4h9v16h-9M4 12h10M10 8l4 4-4 4",
  add: "M12 5v14M5 12h14",
  place: "M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 2",
  check: "M4 12l6 6L20 6",
  warning: "M12 3 2 20h20zM12 9v5M12 17v.5",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v6M12 7v.5",
  next: "M9 5l7 7-7 7",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h3v3h-3zM20 14v3M17 20h3v-3",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside a text, never instead of one. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      data-icon={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
