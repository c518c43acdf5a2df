import { useEffect, useState } from 'preact/hooks'
import { readingItems } from '../../cohort/readings/mri-readings.ts'
import { type Mask, maskDice, type Volume } from '../../image/index.ts'
import { secondReadings } from '../../study/file/second-readings.ts'
import { ask } from '../browser/ask.ts'
import { openSession, type Session } from '../editor/session.ts'
import { openCase, openMask } from '../reading/open-case.ts'
import { ReadingForm } from '../reading/reading-form.tsx'
import { maskFile } from '../reading/save-mask.ts'
import type { ServedCase } from '../reading/server-images.ts'
import { SlicePane } from '../reading/slice-pane.tsx'
import { readings } from '../reading-client.ts'
import { linkTo } from '../route.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { planeNames } from '../viewer/planes.ts'
import { type Outline, openStage, type Stage } from '../viewer/scene.ts'
import { t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'
import { type Settlement, settledMask } from './settle.ts'

interface Compared {
  stage: Stage
  session: Session
  served: ServedCase
  drawn: Outline[]
  answers: Map<string, Record<string, string>>
}

const colours: [number, number, number][] = [
  [255, 96, 96],
  [96, 176, 255],
]

interface CompareCaseProps {
  work: Workplace
  patient: string
  sequence: string
  /** A reader's two readings, which settle nothing; the first two readers where absent. */
  pair?: [string, string]
}

/** One patient: what two readers drew and said, how far they agree, and what is settled. */
export function CompareCase({ work, patient, sequence, pair }: CompareCaseProps) {
  const study = work.address
  const [compared, setCompared] = useState<Compared>()
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    let current = true
    const load = async () => {
      const which = { study, patient, sequence, reader: 'consensus' }
      const [{ scene, served }, { readers }] = await Promise.all([openCase(which), readings.reading(study)])
      const again = secondReadings(await ask('study', at(work)))
      const independent = readers.filter((name) => name !== 'consensus' && !again.has(name)).slice(0, 2)
      const drawn: Outline[] = []
      const answers = new Map<string, Record<string, string>>()
      for (const reader of pair ?? independent) {
        // One that cannot be laid over the image is said, and the rest is shown.
        const mask = await openMask({ ...which, reader }, scene.image).catch((found) => {
          setFault(found)
          return undefined
        })
        if (mask) drawn.push({ name: reader, mask, rgb: colours[drawn.length] })
        answers.set(reader, (await readings.form(study, patient, reader)).items)
      }
      if (!current) return
      scene.outlines = drawn
      toRegion(scene, drawn)
      const stage = openStage(scene)
      setCompared({ stage, session: openSession(stage, () => {}), served, drawn, answers })
    }
    load().catch(setFault)
    return () => {
      current = false
    }
  }, [study, patient, sequence])
  if (!compared)
    return fault === undefined ? (
      <p role="status">
        {t('Opening')} {patient}…
      </p>
    ) : (
      <FaultNotice fault={fault} />
    )
  const { stage, session, served, drawn, answers } = compared
  const { scene } = stage
  const settle = async (how: Settlement, name: string) => {
    try {
      scene.mask.set(settledMask(drawn[0].mask, drawn[1].mask, how))
      scene.maskRevision++
      stage.changed()
      const bytes = await maskFile(scene, served, served.description.mask, '')
      await readings.saveMask(study, patient, sequence, new Uint8Array(bytes), 'consensus')
      work.changed()
      setSaid(t('Settled: {name}. The mask is in readings/consensus or where the study file says.', { name: t(name) }))
    } catch (found) {
      setFault(found)
    }
  }
  const agreement =
    drawn.length === 2 ? maskDice(asMask(scene.image, drawn[0].mask), asMask(scene.image, drawn[1].mask)) : undefined
  return (
    <div class="case">
      <div class="bar">
        <a href={linkTo('consensus', { study })}>{t('Cases')}</a>
        <h2>
          {patient} · {sequence}
        </h2>
        {drawn.map(({ name, rgb }) => (
          <span key={name}>
            <svg width="12" height="12" aria-hidden="true">
              <rect width="12" height="12" fill={`rgb(${rgb})`} />
            </svg>{' '}
            {name}
          </span>
        ))}
        {agreement !== undefined && (
          <strong>
            {t('Dice')} {agreement.toFixed(3)}
          </strong>
        )}
      </div>
      <div class="over-panes">{fault !== undefined && <FaultNotice fault={fault} />}</div>
      <div class="panes">
        {planeNames.map((name) => (
          <SlicePane key={name} stage={stage} session={session} name={name} onFocus={() => {}} onSettled={() => {}} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the window is scrolled by the keyboard */}
      <aside class="side" tabIndex={0} aria-label={t('Decision')}>
        <section class="panel" aria-label={t('Outline')}>
          {drawn.length < 2 && <p>{t('Both readers’ masks are needed; {n} is there.', { n: drawn.length })}</p>}
          {drawn.length === 2 && !pair && (
            <div class="row">
              <button type="button" onClick={() => settle('first', drawn[0].name)}>
                {t('{name}’s', { name: drawn[0].name })}
              </button>
              <button type="button" onClick={() => settle('second', drawn[1].name)}>
                {t('{name}’s', { name: drawn[1].name })}
              </button>
              <button type="button" onClick={() => settle('both', 'what both drew')}>
                {t('What both drew')}
              </button>
              <button type="button" onClick={() => settle('either', 'what either drew')}>
                {t('What either drew')}
              </button>
            </div>
          )}
          {pair ? (
            <p>{t('A second reading by the same reader settles nothing.')}</p>
          ) : (
            <a href={linkTo('reading', { study, patient, sequence, reader: 'consensus' })}>{t('Draw it anew')}</a>
          )}
          <p class="note" role="status">
            {said}
          </p>
        </section>
        <section class="panel" aria-label={t('Answers')}>
          <table class="answers">
            <thead>
              <tr>
                <th scope="col">{t('Item')}</th>
                {[...answers.keys()].map((reader) => (
                  <th scope="col" key={reader}>
                    {reader}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {readingItems.map(({ name, label, levels }) => {
                const given = [...answers.values()].map((items) => {
                  const level = levels.find(({ value }) => value === items[name])
                  return level ? t(level.label) : (items[name] ?? '–')
                })
                return (
                  <tr key={name} class={new Set(given).size > 1 ? 'differs' : ''}>
                    <th scope="row">{t(label)}</th>
                    {[...answers.keys()].map((reader, i) => (
                      <td key={reader}>{given[i]}</td>
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
        {!pair && (
          <ReadingForm
            study={study}
            patient={patient}
            reader="consensus"
            onDone={async () => true}
            onTaken={setFault}
          />
        )}
      </aside>
    </div>
  )
}

/** Puts the cursor into what was drawn. */
function toRegion(scene: Stage['scene'], drawn: readonly Outline[]) {
  const [nx, ny] = scene.image.size
  for (const { mask } of drawn) {
    const inside = Array.from(mask.keys()).filter((voxel) => mask[voxel] !== 0)
    if (inside.length === 0) continue
    const i = inside[inside.length >> 1]
    scene.cursor = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]
    return
  }
}

const asMask = ({ dimension, size, spacing, origin, direction }: Volume, data: Uint16Array): Mask => ({
  dimension,
  size,
  spacing,
  origin,
  direction,
  pixelType: 'uint16',
  data,
})
