/** The words of what the server computes: runs, queue, and who starts them. */
export const runs: Readonly<Record<string, string>> = {
  Runs: '运行',
  What: '内容',
  'Started by': '发起者',
  'What can be done': '可执行的操作',
  Show: '显示',
  'for {time}': '已 {time}',
  'The cases are computed by the workers of the queue, the rest of a run by the {n} threads of the server.':
    '病例由队列的计算进程完成，运行的其余部分由服务器的 {n} 个线程完成。',
  'All is computed by the {n} threads of the server.': '全部由服务器的 {n} 个线程计算。',
  Queue: '队列',
  'The queue answers.': '队列有应答。',
  'Redis does not answer. Runs wait for it and go on when it is back; so does this page.':
    'Redis 没有应答。运行会等待，恢复后继续；本页亦然。',
  Waiting: '等待',
  'Being computed': '正在计算',
  'Tried again soon': '即将重试',
  Done: '已完成',
  'Failed for good': '最终失败',
  Workers: '计算进程',
  'In jobs: one is a case, or up to 16 that take milliseconds. Jobs of all who share the queue.':
    '以任务计：一个任务是一个病例，或至多 16 个仅需数毫秒的病例。包括共用此队列的所有人的任务。',
  'No worker is there: cases wait until `nomoscope worker` is started where it sees this folder.':
    '没有计算进程：病例会等待，直到在能访问此文件夹的机器上启动 `nomoscope worker`。',
  Worker: '计算进程',
  'Cases at a time': '同时计算的病例数',
  Computes: '正在计算',
  gone: '已不在',
  'another takes these within half a minute': '半分钟内由其他进程接手',
  'Each was tried three times. A later run has another try.': '每个都已尝试三次。之后的运行会再次尝试。',
  Case: '病例',
  Reason: '原因',
  'a case of another folder': '其他文件夹的病例',
  'Others who start runs': '其他可发起运行的人',
  'Each has a link of their own: they work in the whole folder, a run shows who started it, and nobody but them and you ends it. A new link ends the one before.':
    '每人有自己的链接：可使用整个文件夹；每次运行显示发起者，除其本人和您之外无人能终止。新链接会使之前的失效。',
  'A link opened in this browser takes the place of yours: send it to them.':
    '在此浏览器中打开的链接会取代您的链接：请发送给对方。',
  'Another person': '另一人',
  'Add them': '添加',
}
