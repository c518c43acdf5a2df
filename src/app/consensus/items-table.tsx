import type { ItemAgreement } from '../../cohort/readings/mri-readings.ts'
import { t } from '../words.ts'

/** κ of two readings, item by item. */
export function ItemsTable({ items }: { items: readonly ItemAgreement[] }) {
  return (
    <table class="cases">
      <thead>
        <tr>
          <th scope="col">{t('Item')}</th>
          <th scope="col">{t('Patients')}</th>
          <th scope="col">{t('Same')}</th>
          <th scope="col">κ (95% CI)</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ item, label, n, same, kappa, weights }) => (
          <tr key={item}>
            <th scope="row">{t(label)}</th>
            <td>{n}</td>
            <td>{(100 * same).toFixed(0)}%</td>
            <td>
              {kappa.kappa.toFixed(2)} (
              {t('{low} to {high}', { low: kappa.lower.toFixed(2), high: kappa.upper.toFixed(2) })})
              {weights !== 'none' && `, ${t('quadratic weights')}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
