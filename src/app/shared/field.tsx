import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../words.ts'

/** A control with its name before it. */
export function Field({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label class="field">
      <span>{t(name)}</span>
      {children}
    </label>
  )
}

interface NumberFieldProps {
  name: string
  value: number
  onValue: (value: number) => void
  least?: number
  most?: number
  step?: number | 'any'
}

export function NumberField({ name, value, onValue, least, most, step = 1 }: NumberFieldProps) {
  return (
    <Field name={name}>
      <TypedInput
        type="number"
        value={String(Number.isInteger(value) ? value : Number(value.toPrecision(4)))}
        min={least}
        max={most}
        step={step}
        onTyped={({ valueAsNumber }) => {
          if (Number.isFinite(valueAsNumber)) onValue(valueAsNumber)
        }}
      />
    </Field>
  )
}

interface OptionalNumberFieldProps {
  name: string
  value?: number
  onValue: (value?: number) => void
  least?: number
  step?: 'any'
}

/** A number that an empty field leaves to its default. */
export const OptionalNumberField = ({ name, value, onValue, least, step }: OptionalNumberFieldProps) => (
  <Field name={name}>
    <TypedInput
      type="number"
      value={value === undefined ? '' : String(value)}
      min={least}
      step={step}
      onTyped={({ valueAsNumber }) => onValue(Number.isFinite(valueAsNumber) ? valueAsNumber : undefined)}
    />
  </Field>
)

interface TextFieldProps {
  name: string
  value: string
  onText: (text: string) => void
  size?: number
  /** The `datalist` of what is usual. */
  list?: string
}

export const TextField = ({ name, value, onText, list, size }: TextFieldProps) => (
  <Field name={name}>
    <TypedInput value={value} list={list} size={size} onTyped={(input) => onText(input.value)} />
  </Field>
)

interface TypedInputProps {
  value: string
  onTyped: (input: HTMLInputElement) => void
  type?: 'number'
  min?: number
  max?: number
  step?: number | 'any'
  list?: string
  size?: number
}

/**
 * What is being typed stays, whatever is written and drawn anew meanwhile; once it was handed on it stays until the value is
 * another one.
 */
function TypedInput({ value, onTyped, ...rest }: TypedInputProps) {
  const [typed, setTyped] = useState<{ text: string; handedOn: boolean }>()
  useEffect(() => setTyped((known) => (known?.handedOn ? undefined : known)), [value])
  return (
    <input
      {...rest}
      value={typed?.text ?? value}
      onInput={(event) => setTyped({ text: event.currentTarget.value, handedOn: false })}
      onChange={(event) => {
        setTyped({ text: event.currentTarget.value, handedOn: true })
        onTyped(event.currentTarget)
      }}
    />
  )
}

/** One of a few named choices. */
export function Choice<Name extends string>({
  name,
  value,
  choices,
  onChoice,
}: {
  name: string
  value: Name
  choices: Readonly<Record<Name, string>>
  onChoice: (value: Name) => void
}) {
  return (
    <Field name={name}>
      <select value={value} onChange={(event) => onChoice(event.currentTarget.value as Name)}>
        {(Object.keys(choices) as Name[]).map((one) => (
          <option key={one} value={one}>
            {t(choices[one])}
          </option>
        ))}
      </select>
    </Field>
  )
}

interface SliderProps {
  name: string
  value: number
  most: number
  step?: number
  onValue: (value: number) => void
}

export function Slider({ name, value, most, step = 1, onValue }: SliderProps) {
  return (
    <Field name={name}>
      <input
        type="range"
        min={0}
        max={most}
        step={step}
        value={value}
        onInput={(event) => onValue(event.currentTarget.valueAsNumber)}
      />
    </Field>
  )
}
