import { faultWords, language, t } from '../words.ts'

/** What a fault has to say, by whatever class it comes. */
interface Told {
  code?: string
  message: string
  remedy?: string
}

/** What is wrong and what to do about it, in the page's language; the values of the case stand in the English message. */
export function FaultText({ code = '', message, remedy }: Told) {
  const [what, todo] = faultWords(code) ?? [t(message), remedy]
  const english = language === 'en' ? undefined : 'en'
  return (
    <>
      <span lang={what === message ? english : undefined}>{what}</span>{' '}
      {todo && (
        <span class="note" lang={todo === remedy ? english : undefined}>
          {todo}
        </span>
      )}{' '}
      {faultWords(code) && (
        <span class="note" lang="en">
          {message}
        </span>
      )}
    </>
  )
}

/** What went wrong, and what to do about it: a fault of the server or a problem that a stage names. */
export function FaultNotice({ fault }: { fault: unknown }) {
  const { code, remedy } = (fault ?? {}) as Partial<Told>
  return (
    <div class="fault" role="alert">
      <p>
        {code && <strong>{code} </strong>}
        <FaultText code={code} message={fault instanceof Error ? fault.message : String(fault)} remedy={remedy} />
      </p>
    </div>
  )
}
