import type { Messages } from '../en/index.ts'

export const drawings: Messages['drawings'] = {
  logOdds: '对数优势',
  logHazard: '对数风险',
}
