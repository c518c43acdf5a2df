/** Ends with the first SIGINT or SIGTERM, which from now on end nothing by themselves: asked for before anything is begun. */
export const interruption = () =>
  new Promise<void>((end) => {
    process.removeAllListeners('SIGINT')
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end())
  })
