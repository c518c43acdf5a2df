import type { YamlPath } from '../../study/file/edit.ts'
import { useAnswer } from '../browser/ask.ts'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'

/** The lines of the study file that a panel writes, as they stand there now. */
export function StudyLine({ work, path }: { work: Workplace; path: YamlPath }) {
  const { place, file, revision } = work
  const { answer } = useAnswer('lines', { place, file, paths: [path], revision }, [
    place,
    file,
    revision,
    path.join('.'),
  ])
  // Before it is read it is not said that it says nothing.
  if (!answer) return <div class="study-line" />
  const [found] = answer.lines
  const name = path.join('.')
  return (
    <div class="study-line">
      <span class="note">
        {found
          ? t('{file}, line {line}', { file, line: found.from === found.to ? found.from : `${found.from}–${found.to}` })
          : t('{file} does not say `{name}` yet', { file, name })}
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the keyboard */}
      {found && <pre tabIndex={0}>{found.text}</pre>}
    </div>
  )
}
