/** What keys do in the reading view, by the names that the sheet of keys explains. */
export const actions = {
  'tool cursor': 'Crosshair',
  'tool pan': 'Zoom and pan',
  'tool polygon': 'Polygon',
  'tool brush': 'Brush',
  'tool grow': 'Grow from a seed',
  'tool eraser': 'Eraser',
  'tool lasso': 'Lasso',
  'tool none': 'No tool: crosshair; what is begun is dropped',
  'last tool': 'The tool before this one',
  'mask shown': 'Show or hide the mask',
  'mask less': 'Mask less opaque',
  'mask more': 'Mask more opaque',
  'overlay shown': 'Show or hide the overlay',
  'overlay less': 'Overlay less opaque',
  'overlay more': 'Overlay more opaque',
  'label previous': 'Previous label',
  'label next': 'Next label',
  'brush larger': 'Larger brush',
  'brush smaller': 'Smaller brush',
  'brush sphere': 'Brush as a ball or a disc',
  'range shown': 'Paint only within the range of values, or everywhere',
  'slice next': 'Next slice',
  'slice previous': 'Previous slice',
  'cursor left': 'Cursor left (with Shift by 5)',
  'cursor right': 'Cursor right (with Shift by 5)',
  'cursor up': 'Cursor up (with Shift by 5)',
  'cursor down': 'Cursor down (with Shift by 5)',
  'draw here': 'Do at the cursor what a click would: brush, eraser, grow, corner of a polygon',
  'phase previous': 'Previous phase',
  'phase next': 'Next phase',
  undo: 'Undo',
  redo: 'Redo',
  save: 'Save the mask',
  annotations: 'Show or hide crosshair and letters',
  centre: 'Centre on the cursor',
  contrast: 'Automatic contrast',
  fit: 'Fit the image to the view',
  layout: 'One plane or three',
  'point delete': 'Drop the last point of the polygon',
  'point close': 'Close the polygon',
  'fill between': 'Fill between the slices drawn',
  keys: 'This sheet',
} as const

export type Action = keyof typeof actions
export type KeyPreset = 'ITK-SNAP' | '3D Slicer'

const everywhere: Record<string, Action> = {
  'Ctrl+z': 'undo',
  'Ctrl+Shift+z': 'redo',
  'Ctrl+y': 'redo',
  'Ctrl+s': 'save',
  'Ctrl+j': 'contrast',
  'Ctrl+f': 'fit',
  PageUp: 'slice next',
  PageDown: 'slice previous',
  z: 'undo',
  y: 'redo',
  Enter: 'point close',
  Backspace: 'point delete',
  Delete: 'point delete',
  Escape: 'tool none',
  ' ': 'last tool',
  i: 'range shown',
  ',': 'label previous',
  '<': 'label previous',
  '.': 'label next',
  '>': 'label next',
  '+': 'brush larger',
  '=': 'brush larger',
  '-': 'brush smaller',
  '[': 'phase previous',
  ']': 'phase next',
  b: 'brush sphere',
  f: 'fill between',
  p: 'draw here',
  '?': 'keys',
}

/**
 * Keys by preset: those of ITK-SNAP 4, or of 3D Slicer's Segment Editor. A letter is the same with Shift unless the table
 * has it with Shift.
 * Source: ITK-SNAP's MainImageWindow.ui and Shortcuts.html; Slicer's Segment Editor.
 */
export const bindings: Record<KeyPreset, Record<string, Action>> = {
  'ITK-SNAP': {
    ...everywhere,
    1: 'tool cursor',
    2: 'tool pan',
    3: 'tool polygon',
    4: 'tool brush',
    5: 'tool grow',
    6: 'tool lasso',
    7: 'tool eraser',
    s: 'mask shown',
    a: 'mask less',
    d: 'mask more',
    w: 'overlay shown',
    q: 'overlay less',
    e: 'overlay more',
    x: 'annotations',
    c: 'centre',
    '\\': 'layout',
    ArrowLeft: 'cursor left',
    ArrowRight: 'cursor right',
    ArrowUp: 'cursor up',
    ArrowDown: 'cursor down',
  },
  '3D Slicer': {
    ...everywhere,
    1: 'tool brush',
    2: 'tool lasso',
    3: 'tool eraser',
    4: 'tool grow',
    5: 'tool polygon',
    6: 'tool cursor',
    7: 'tool pan',
    q: 'label previous',
    w: 'label next',
    x: 'point delete',
    s: 'mask shown',
    a: 'mask less',
    d: 'mask more',
    c: 'centre',
    '\\': 'layout',
    ArrowLeft: 'slice previous',
    ArrowRight: 'slice next',
    ArrowUp: 'cursor up',
    ArrowDown: 'cursor down',
  },
}

/** A pressed key as the tables write it. */
export interface PressedKey {
  key: string
  ctrlKey?: boolean
  metaKey?: boolean
  shiftKey?: boolean
  altKey?: boolean
}

/** What a key does; while a polygon is drawn, `x` drops its last point, as in ITK-SNAP. */
export function actionOf(preset: KeyPreset, pressed: PressedKey, polygonOpen = false): Action | undefined {
  if (pressed.altKey) return undefined
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  const control = pressed.ctrlKey || pressed.metaKey
  if (polygonOpen && key === 'x' && !control) return 'point delete'
  const table = bindings[preset]
  const names = control ? [`Ctrl+${pressed.shiftKey ? 'Shift+' : ''}${key}`] : [key]
  return names.map((name) => (Object.hasOwn(table, name) ? table[name] : undefined)).find(Boolean)
}

/** The keys of each action, for the sheet. */
export function keysOf(preset: KeyPreset): { action: Action; what: string; keys: string[] }[] {
  return (Object.keys(actions) as Action[])
    .map((action) => ({
      action,
      what: actions[action],
      keys: Object.entries(bindings[preset])
        .filter(([, bound]) => bound === action)
        .map(([key]) => (key === ' ' ? 'Space' : key.replace('Arrow', 'Arrow '))),
    }))
    .filter(({ keys }) => keys.length > 0)
}
