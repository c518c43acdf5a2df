/** What a job has said so far; the keyboard scrolls it, and what is added is read aloud. */
export const LogLines = ({ lines }: { lines: readonly string[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a long log is scrolled by the keyboard
  <pre class="log" tabIndex={0} aria-live="polite">
    {lines.join('\n')}
  </pre>
)
