/** Names that Windows does not support: each row has the outputs of one task, and the reason. */
export const nameRows = [
  { project: 'question', outputs: ['q?.txt'], reason: 'has "?" in a name, which Windows does not allow' },
  { project: 'less', outputs: ['lt<gt>.txt'], reason: 'has "<" in a name, which Windows does not allow' },
  { project: 'bar', outputs: ['bar|.txt'], reason: 'has "|" in a name, which Windows does not allow' },
  { project: 'star', outputs: ['star*.txt'], reason: 'has "*" in a name, which Windows does not allow' },
  { project: 'quote', outputs: ['"'], reason: String.raw`has "\"" in a name, which Windows does not allow` },
  { project: 'colon', outputs: ['a:b.txt'], reason: 'has ":" in a name, which Windows does not allow' },
  {
    project: 'backslash',
    outputs: ['a\\b.txt'],
    reason: String.raw`has "\\" in a name, which Windows does not allow`,
  },
  {
    project: 'control',
    outputs: ['bell\u0007'],
    reason: String.raw`has "\u0007" in a name, which Windows does not allow`,
  },
  { project: 'device', outputs: ['con.js'], reason: 'has the name of a device on Windows' },
  {
    project: 'trailing',
    outputs: ['trailing. '],
    reason: 'has a name that ends with a dot or a space, which Windows drops',
  },
  {
    project: 'twins',
    outputs: ['Name.txt', 'name.txt'],
    reason:
      'differs from "Name.txt" beside it only in case or Unicode normal form, and is the same name here',
  },
  {
    project: 'link',
    outputs: ['a file', 'link'],
    reason: 'is a symbolic link, which the system does not create',
  },
] as const;
