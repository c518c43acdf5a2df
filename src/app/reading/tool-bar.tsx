import type { Session, Tool } from '../editor/session.ts'
import { type KeyPreset, keysOf } from '../keys/bindings.ts'
import { t } from '../words.ts'

const tools: [Tool, string][] = [
  ['cursor', 'Crosshair'],
  ['pan', 'Zoom, pan'],
  ['polygon', 'Polygon'],
  ['brush', 'Brush'],
  ['grow', 'Grow'],
  ['lasso', 'Lasso'],
  ['eraser', 'Eraser'],
]

interface ToolBarProps {
  session: Session
  preset: KeyPreset
  onTool: (tool: Tool) => void
  onUndo: () => void
  onRedo: () => void
  onSave: () => void
  onKeys: () => void
}

/** The tools, and what is done with what they drew. */
export function ToolBar({ session, preset, onTool, onUndo, onRedo, onSave, onKeys }: ToolBarProps) {
  const keyOf = (tool: Tool) => keysOf(preset).find(({ action }) => action === `tool ${tool}`)?.keys[0]
  return (
    <div class="tools" role="toolbar" aria-label={t('Tools')}>
      {tools.map(([tool, title]) => (
        <button
          type="button"
          key={tool}
          aria-pressed={session.settings.tool === tool}
          title={keyOf(tool) && `Key ${keyOf(tool)}`}
          onClick={() => onTool(tool)}
        >
          {t(title)}
        </button>
      ))}
      <span class="gap" />
      <button type="button" disabled={!session.canUndo()} title="Ctrl+Z" onClick={onUndo}>
        {t('Undo')}
      </button>
      <button type="button" disabled={!session.canRedo()} title="Ctrl+Shift+Z" onClick={onRedo}>
        {t('Redo')}
      </button>
      <button type="button" title="Ctrl+S" onClick={onSave}>
        {t('Save')}
      </button>
      <button type="button" title="?" onClick={onKeys}>
        {t('Keys')}
      </button>
    </div>
  )
}
