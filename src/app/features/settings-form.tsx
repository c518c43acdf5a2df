import { useState } from 'preact/hooks'
import type { YamlPath } from '../../study/file/edit.ts'
import { ask, useAnswer } from '../browser/ask.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { OptionalNumberField, TextField } from '../shared/field.tsx'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'

/** Settings that belong together, with why one would take them. */
const presets: { name: string; why: string; values: [YamlPath, unknown][] }[] = [
  {
    name: 'MR, one scale for all scanners',
    why: 'MR signal has no unit: it is normalised to mean 0 and SD 100, so that one bin width fits all; 1 mm voxels make textures of the same length comparable.',
    values: [
      [['setting', 'normalize'], true],
      [['setting', 'normalizeScale'], 100],
      [['setting', 'voxelArrayShift'], 300],
      [['setting', 'binWidth'], 5],
      [
        ['setting', 'resampledPixelSpacing'],
        [1, 1, 1],
      ],
      [['setting', 'interpolator'], 'sitkBSpline'],
    ],
  },
  {
    name: 'MR with thick slices',
    why: 'Between thick slices there is nothing to interpolate: voxels are resampled within the slice and textures are computed slice by slice.',
    values: [
      [['setting', 'normalize'], true],
      [['setting', 'normalizeScale'], 100],
      [['setting', 'voxelArrayShift'], 300],
      [['setting', 'binWidth'], 5],
      [['setting', 'force2D'], true],
      [['setting', 'force2Ddimension'], 0],
      [
        ['setting', 'resampledPixelSpacing'],
        [1, 1, 0],
      ],
    ],
  },
  {
    name: 'CT in Hounsfield units',
    why: 'Hounsfield units are the same everywhere: nothing is normalised, and a width of 25 HU gives 30 to 130 levels in most tumours.',
    values: [
      [['setting', 'normalize'], undefined],
      [['setting', 'normalizeScale'], undefined],
      [['setting', 'voxelArrayShift'], undefined],
      [['setting', 'binWidth'], 25],
      [
        ['setting', 'resampledPixelSpacing'],
        [1, 1, 1],
      ],
      [['setting', 'interpolator'], 'sitkBSpline'],
    ],
  },
]

const filters = [
  'Original',
  'Wavelet',
  'LoG',
  'Square',
  'SquareRoot',
  'Logarithm',
  'Exponential',
  'Gradient',
  'LBP2D',
  'LBP3D',
  'Mean',
  'Laplacian',
  'Laws',
  'Gabor',
  'SeparableWavelet',
  'NonseparableWavelet',
] as const
/** What a filter begins with that has to be told something; IBSI 2's own settings where the standard has such. */
const filterOptions: Record<string, object> = {
  LoG: { sigma: [2, 4] },
  Mean: { support: [5] },
  Laplacian: { sigma: [1.5] },
  Laws: { kernels: ['L5E5E5'], rotationInvariant: true, pooling: 'max', energyDistance: 7 },
  Gabor: { sigma: [5], aspect: 1.5, wavelength: 2, orientationStep: 22.5, orthogonalPlanes: true },
  SeparableWavelet: { wavelet: 'db3', subbands: ['LLH'], rotationInvariant: true },
  NonseparableWavelet: { family: 'simoncelli', levels: [1, 2] },
}
const classes = ['shape', 'firstorder', 'glcm', 'glrlm', 'glszm', 'gldm', 'ngtdm'] as const

/** The parameter file as a form; each answer is a line of it. */
export function SettingsForm({ work, params }: { work: Workplace; params: string }) {
  const { place, revision } = work
  const { answer, fault } = useAnswer('settings', { place, params, revision }, [place, params, revision])
  const [failed, setFailed] = useState<unknown>()
  const write = async (values: [YamlPath, unknown][]) => {
    try {
      setFailed(undefined)
      for (const [path, value] of values) await ask('edit', { place, file: params, path, value, isStudy: false })
    } catch (found) {
      setFailed(found)
    }
    work.changed()
  }
  if (!answer)
    return fault === undefined ? <p role="status">{t('Reading the settings…')}</p> : <FaultNotice fault={fault} />
  const { setting, imageTypes, featureClasses, text } = answer
  const names = new Set<string>(imageTypes.map(([name]) => name))
  const own = new Set<string>(featureClasses)
  const spacing = setting.resampledPixelSpacing ?? []
  const number = (name: 'binWidth' | 'normalizeScale' | 'voxelArrayShift', label: string) => (
    <OptionalNumberField
      name={label}
      step="any"
      value={setting[name]}
      onValue={(value) => write([[['setting', name], value]])}
    />
  )
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{params}</h2>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {failed !== undefined && <FaultNotice fault={failed} />}
      <h3>{t('Presets')}</h3>
      <ul class="presets">
        {presets.map(({ name, why, values }) => (
          <li key={name}>
            <button type="button" onClick={() => write(values)}>
              {t(name)}
            </button>{' '}
            <span class="note">{t(why)}</span>
          </li>
        ))}
      </ul>
      <h3>{t('Intensities and voxels')}</h3>
      <div class="choices">
        {number('binWidth', 'Bin width')}
        <label>
          <input
            type="checkbox"
            checked={setting.normalize}
            onChange={(event) => write([[['setting', 'normalize'], event.currentTarget.checked]])}
          />{' '}
          {t('Normalise the image')}
        </label>
        {setting.normalize && number('normalizeScale', 'to an SD of')}
        {setting.normalize && number('voxelArrayShift', 'added before energies')}
        <TextField
          name="Voxels in mm, 0 leaves an axis"
          value={spacing.join(' ')}
          onText={(text) => {
            const given = text
              .split(/[\s,;]+/)
              .filter(Boolean)
              .map(Number)
            return write([[['setting', 'resampledPixelSpacing'], given.length > 0 ? given : undefined]])
          }}
        />
        <label>
          <input
            type="checkbox"
            checked={setting.force2D}
            onChange={(event) => write([[['setting', 'force2D'], event.currentTarget.checked]])}
          />{' '}
          {t('Textures slice by slice')}
        </label>
      </div>
      <fieldset class="columns">
        <legend>{t('Images that features are of')}</legend>
        {filters.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={names.has(name)}
              onChange={(event) =>
                write([[['imageType', name], event.currentTarget.checked ? (filterOptions[name] ?? {}) : undefined]])
              }
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
      <fieldset class="columns">
        <legend>{t('Classes of features')}</legend>
        {classes.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={own.has(name)}
              onChange={(event) => write([[['featureClass', name], event.currentTarget.checked ? [] : undefined]])}
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
      <details>
        <summary>{t('The file')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long file is scrolled by the keyboard */}
        <pre class="log" tabIndex={0}>
          {text}
        </pre>
      </details>
    </section>
  )
}
