import { save } from '../browser/save.ts'
import { t } from '../words.ts'

/** A figure of the report as it is printed, on white, with its file. */
export function DrawingFigure({ name, title, svg }: { name: string; title: string; svg: string }) {
  return (
    <figure class="drawing">
      <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={title} />
      <figcaption>
        <SaveButton name={`${name}.svg`} what="SVG" type="image/svg+xml" content={() => svg} of={title} />
      </figcaption>
    </figure>
  )
}

interface SaveButtonProps {
  name: string
  what: string
  type: string
  content: () => string | Uint8Array<ArrayBuffer>
  /** What it is of, for those who hear the page. */
  of: string
}

export function SaveButton({ name, what, type, content, of }: SaveButtonProps) {
  return (
    <button type="button" class="small" onClick={() => save({ name, blob: new Blob([content()], { type }) })}>
      {t('Save {what}', { what })}
      <span class="hidden"> {of}</span>
    </button>
  )
}
