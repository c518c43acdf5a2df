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
