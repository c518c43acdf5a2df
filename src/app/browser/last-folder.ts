/** The folder that was open last, so that a reload finds it; the browser asks anew before a folder on disk is read. */

function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('nomoscope', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('folders')
    opening.onsuccess = () => resolve(opening.result.transaction('folders', mode).objectStore('folders'))
    opening.onerror = () => reject(opening.error)
  })
}

const answered = <Value>(request: IDBRequest<Value>) =>
  new Promise<Value>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

export async function rememberFolder(folder: FileSystemDirectoryHandle): Promise<void> {
  await answered((await store('readwrite')).put(folder, 'last'))
}

export async function lastFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  return answered((await store('readonly')).get('last'))
}

interface Permitting {
  queryPermission?: (options: { mode: 'readwrite' }) => Promise<PermissionState>
}

/** The folder that was open last, where it may be read without asking anew. */
export async function openLast(): Promise<FileSystemDirectoryHandle | undefined> {
  const last = await lastFolder()
  const { queryPermission } = (last ?? {}) as Permitting
  const state = queryPermission ? await queryPermission.call(last, { mode: 'readwrite' }) : 'granted'
  return last && state === 'granted' ? last : undefined
}
