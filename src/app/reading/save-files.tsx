import { useState } from 'preact/hooks'
import { FaultNotice } from '../shared/fault-notice.tsx'
import type { Stage } from '../viewer/scene.ts'
import { t } from '../words.ts'
import { maskFile } from './save-mask.ts'
import type { ServedCase } from './server-images.ts'

interface SaveFilesProps {
  stage: Stage
  served: ServedCase
  patient: string
  sequence: string
  version: string
}

/** The mask as a file of another format, for other programs. */
export function SaveFiles({ stage, served, patient, sequence, version }: SaveFilesProps) {
  const [fault, setFault] = useState<unknown>()
  const download = async (ending: string) => {
    setFault(undefined)
    const name = `${patient}_${sequence}_mask.${ending}`
    try {
      const bytes = await maskFile(stage.scene, served, name, version)
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)]))
      link.download = name
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    } catch (found) {
      setFault(found)
    }
  }
  const isDicom = served.path === 'image' || !/\.(nrrd|nhdr|nii|nii\.gz|mha|mhd)$/i.test(served.path)
  return (
    <section class="panel" aria-label={t('Files')}>
      <div class="row">
        <button type="button" onClick={() => download('nrrd')}>
          NRRD
        </button>
        <button type="button" onClick={() => download('nii.gz')}>
          NIfTI
        </button>
        <button
          type="button"
          disabled={!isDicom}
          title={isDicom ? '' : t('A DICOM Segmentation belongs to a DICOM series.')}
          onClick={() => download('dcm')}
        >
          DICOM SEG
        </button>
      </div>
      {fault !== undefined && <FaultNotice fault={fault} />}
    </section>
  )
}
