import { useLayoutEffect, useRef } from 'preact/hooks'
import { type KeyPreset, keysOf } from '../keys/bindings.ts'
import { t } from '../words.ts'

/** All keys, in a dialog. */
export function KeySheet({ preset, onClose }: { preset: KeyPreset; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} onClose={onClose} aria-label={t('Keys as in {preset}', { preset })}>
      <h2>{t('Keys as in {preset}', { preset })}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by the keyboard */}
      <div class="keys" tabIndex={0}>
        <table>
          <tbody>
            {keysOf(preset).map(({ action, what, keys }) => (
              <tr key={action}>
                <th scope="row">
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </th>
                <td>{t(what)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="note">
          {t(
            'Wheel: slices; with Shift: brush; with Ctrl: zoom. Right drag: window (crosshair) or zoom. Middle drag: move.',
          )}
        </p>
      </div>
      <form method="dialog">
        <button type="submit">{t('Close')}</button>
      </form>
    </dialog>
  )
}
