import type { WarningCode } from '../../text/locales/en/warnings.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import type { NumberedText } from '../../text/with-numbers.ts'
import type { ModelWarning } from '../result.ts'

type Filled<Code extends WarningCode> = Parameters<Messages['warnings'][Code]>

/** A warning with its message in English; `warningText` gives it in another language. */
export function warning<Code extends WarningCode>(
  code: Code,
  value: number,
  limit: number,
  ...parameters: Filled<Code>
): ModelWarning {
  const { text: message, numbers = [] } = written(locales.en, code, parameters)
  return { code, value, limit, message, numbers, parameters }
}

/** What a warning says, in the given language's messages, with its numbers. */
export function warningText({ code, parameters }: ModelWarning, messages: Messages): NumberedText {
  return written(messages, code, parameters)
}

function written(messages: Messages, code: WarningCode, parameters: readonly unknown[]): NumberedText {
  const message = messages.warnings[code] as (...parameters: readonly unknown[]) => NumberedText
  return message(...parameters)
}
