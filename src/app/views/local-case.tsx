import { useState } from 'preact/hooks'
import { save } from '../browser/save.ts'
import { useWork } from '../browser/use-work.ts'
import { t } from '../words.ts'
import { WorkProgress } from './work-progress.tsx'

/** One case as PyRadiomics has it: an image, a mask, a parameter file; the features are saved as JSON. */
export function LocalCase() {
  const [image, setImage] = useState<File[]>([])
  const [mask, setMask] = useState<File[]>([])
  const [params, setParams] = useState<File>()
  const { state, start, cancel } = useWork((_, { saved }) => saved && save(saved))

  const run = async () => {
    const files = new Map([...image.map((file) => at('image', file)), ...mask.map((file) => at('mask', file))])
    start({
      do: 'case',
      files,
      image: pathOf('image', image),
      mask: pathOf('mask', mask),
      params: await params?.text(),
      paramsName: params?.name,
    })
  }
  return (
    <section aria-labelledby="case">
      <h2 id="case">{t('Or one case: image, mask, PyRadiomics parameters')}</h2>
      <p class="fields">
        <label>
          {t('Image: NRRD, NIfTI, MetaImage or DICOM files')}
          <input type="file" multiple onChange={(event) => setImage([...(event.currentTarget.files ?? [])])} />
        </label>
        <label>
          {t('Mask: a label image, DICOM SEG or RTSTRUCT')}
          <input type="file" multiple onChange={(event) => setMask([...(event.currentTarget.files ?? [])])} />
        </label>
        <label>
          {t('Parameter file, where it is not PyRadiomics’ defaults')}
          <input
            type="file"
            accept=".yaml,.yml,.json"
            onChange={(event) => setParams(event.currentTarget.files?.[0] ?? undefined)}
          />
        </label>
        <button
          type="button"
          disabled={state.running || image.length === 0 || mask.length === 0}
          onClick={() => void run()}
        >
          {t('Extract')}
        </button>
      </p>
      <WorkProgress state={state} onCancel={cancel} />
    </section>
  )
}

const at = (folder: string, file: File): [string, File] => [`${folder}/${file.name}`, file]

/** The file that stands for the others: the only one, or the header beside its data; of DICOM files the folder. */
function pathOf(folder: string, files: readonly File[]): string {
  const header =
    files.length === 1 ? files[0] : files.find(({ name }) => /\.(nhdr|mhd|hdr|nrrd|mha|nii|nii\.gz)$/i.test(name))
  return header ? `${folder}/${header.name}` : folder
}
