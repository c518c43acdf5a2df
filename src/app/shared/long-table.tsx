import type { ComponentChildren } from 'preact'

/** A table that is longer than its place; the keyboard scrolls it, too. */
export const LongTable = ({ children }: { children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled by the keyboard
  <div class="scroll tall" tabIndex={0}>
    {children}
  </div>
)
