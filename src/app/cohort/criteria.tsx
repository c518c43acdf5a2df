import { useState } from 'preact/hooks'
import type { AnswerOf } from '../browser/ask.ts'
import { DrawingFigure } from '../shared/drawing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { RemoveButton } from '../shared/remove-button.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import { type Workplace, writeStudy } from '../workplace.ts'

type Kind = 'include' | 'exclude'
type Rule = string | { rule: string; label: string }

const operators = ['=', '!=', '<', '<=', '>', '>=', 'is missing'] as const

/** The rules of who is analysed, picked here and counted at once. */
export function Criteria({ work, cohort }: { work: Workplace; cohort: AnswerOf<'cohort'> }) {
  const [fault, setFault] = useState<unknown>()
  const { criteria = {} } = cohort.study
  const write = (path: (string | number)[], value: unknown) =>
    writeStudy(work, path, value).then(() => setFault(undefined), setFault)
  const remove = (kind: Kind, i: number) => {
    const rest = (criteria[kind] ?? []).length
    return write(rest > 1 ? ['criteria', kind, i] : ['criteria', kind], undefined)
  }
  return (
    <div>
      {(['include', 'exclude'] as const).map((kind) => (
        <section key={kind} aria-label={t(kind === 'include' ? 'Included are' : 'Excluded are')}>
          <h3>{t(kind === 'include' ? 'Included are' : 'Excluded are')}</h3>
          <ul class="rules">
            {(criteria[kind] ?? []).map((rule: Rule, i) => {
              const { rule: text, label } = typeof rule === 'string' ? { rule, label: undefined } : rule
              const step = cohort.flow?.steps.find((one) => one.when === text && one.kind === kind)
              return (
                <li key={`${i} ${text}`}>
                  {label && <>{label}: </>}
                  <code>{text}</code>{' '}
                  {step && (
                    <span class="note">
                      {t('{removed} out, {remaining} left', { removed: step.removed, remaining: step.remaining })}
                      {step.undecided > 0 && `, ${t('{n} undecided', { n: step.undecided })}`}
                    </span>
                  )}{' '}
                  <RemoveButton what={text} onClick={() => remove(kind, i)} />
                </li>
              )
            })}
          </ul>
        </section>
      ))}
      <NewRule
        cohort={cohort}
        onRule={(kind, rule) => write(['criteria', kind, (criteria[kind] ?? []).length], rule)}
      />
      {fault !== undefined && <FaultNotice fault={fault} />}
      <StudyLine work={work} path={['criteria']} />
      {cohort.flow && <DrawingFigure name="flow" title={t('Flow of the patients')} svg={cohort.flow.svg} />}
    </div>
  )
}

function NewRule({ cohort, onRule }: { cohort: AnswerOf<'cohort'>; onRule: (kind: Kind, rule: string) => void }) {
  const [kind, setKind] = useState<Kind>('exclude')
  const [column, setColumn] = useState(cohort.known[0] ?? '')
  const [operator, setOperator] = useState<(typeof operators)[number]>('=')
  const [value, setValue] = useState('')
  const levels = cohort.levelled.find(({ name }) => name === column)?.levels
  const chosen = levels && !levels.some((level) => level.value === value) ? (levels[0]?.value ?? '') : value
  const isNumber = cohort.numbers.some(({ name }) => name === column)
  const name = /^[A-Za-z_]\w*$/.test(column) ? column : `\`${column}\``
  const right = isNumber ? chosen : JSON.stringify(chosen)
  const rule = operator === 'is missing' ? `missing(${name})` : `${name} ${operator} ${right}`
  return (
    <form
      class="row"
      aria-label={t('A new rule')}
      onSubmit={(event) => {
        event.preventDefault()
        onRule(kind, rule)
      }}
    >
      <select
        aria-label={t('Kind of rule')}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Kind)}
      >
        <option value="include">{t('include')}</option>
        <option value="exclude">{t('exclude')}</option>
      </select>
      <select aria-label={t('Column')} value={column} onChange={(event) => setColumn(event.currentTarget.value)}>
        {cohort.known.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <select
        aria-label={t('Comparison')}
        value={operator}
        onChange={(event) => setOperator(event.currentTarget.value as typeof operator)}
      >
        {operators.map((one) => (
          <option key={one} value={one}>
            {one === 'is missing' ? t('is missing') : one}
          </option>
        ))}
      </select>
      {operator !== 'is missing' &&
        (levels ? (
          <select aria-label={t('Value')} value={chosen} onChange={(event) => setValue(event.currentTarget.value)}>
            {levels.map((level) => (
              <option key={level.value} value={level.value}>
                {level.label}
              </option>
            ))}
          </select>
        ) : (
          <input
            aria-label={t('Value')}
            required
            value={value}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
        ))}
      <button type="submit">{t('Add the rule')}</button>
    </form>
  )
}
