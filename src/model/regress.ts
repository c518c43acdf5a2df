import type { Outcome } from '../step.ts'
import type { DesignColumn } from './design.ts'
