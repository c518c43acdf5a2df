import { useState } from 'preact/hooks'
import { linkTo } from '../route.ts'
import { t } from '../words.ts'
import { FaultNotice } from './fault-notice.tsx'

/** Makes a link for somebody, which is shown this once: the server keeps its hash alone. `to` is where it leads. */
export function NewLink({
  name,
  make,
  to,
}: {
  name: string
  make: () => Promise<{ token: string }>
  to: Parameters<typeof linkTo>
}) {
  const [link, setLink] = useState<string>()
  const [fault, setFault] = useState<unknown>()
  const doing = (what: () => Promise<void>) => () => {
    setFault(undefined)
    what().catch(setFault)
  }
  const makeLink = async () => {
    const { token } = await make()
    setLink(`${location.origin}/?${new URLSearchParams({ token })}${linkTo(...to)}`)
  }
  return (
    <>
      <button type="button" class="small" onClick={doing(makeLink)}>
        {t('A new link')}
        <span class="hidden"> {t('for {name}', { name })}</span>
      </button>
      {link && (
        <input
          class="link"
          readOnly
          value={link}
          aria-label={t('Link for {name}', { name })}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
      {link && navigator.clipboard && (
        <button type="button" class="small" onClick={doing(() => navigator.clipboard.writeText(link))}>
          {t('Copy')}
        </button>
      )}
      {fault !== undefined && <FaultNotice fault={fault} />}
    </>
  )
}

/** Whether the server answers this computer alone. */
export const onThisMachine = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(location.hostname)
