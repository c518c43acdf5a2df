import { t } from '../words.ts'

/** Removes a part of a study; whoever hears the page is told which. */
export const RemoveButton = ({ what, onClick }: { what: string; onClick: () => unknown }) => (
  <button type="button" class="small" onClick={() => void onClick()}>
    {t('Remove')}
    <span class="hidden"> {what}</span>
  </button>
)
