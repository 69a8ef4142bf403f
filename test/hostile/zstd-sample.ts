const words = ['const ', 'let ', '= ', '(', ') ', '=> ', '{\n', '}\n', ';\n', 'return ', 'import ', 'value'];

/** 5,000,000 bytes that look like code: more than one piece. */
export function sampleContent(): Buffer {
  let text = '';
  for (let seed = 48_271; text.length < 800; seed = (seed * 48_271) % 2_147_483_647)
    text += `${words[seed % 12] ?? ''}${seed % 7 === 0 ? seed.toString(36) : ''}`;
  return Buffer.alloc(5_000_000, text);
}

/** The same as `compress` writes it on Node 24: two frames, with compressed literals and sequences. */
export const sampleZstd = Buffer.from(
  [
    'KLUv/YBIAABAAAwOACYdVCFQh9YBoBjaUhpnTZZoRtZks6iqBrKngCpf23dUMhMjrAFKAEoASgDfDgsqFzV0FhEMhHAQNe1S+685',
    'hRMBZHlOQ2dx1S7F2xjwm8ENnUWdDZ3Fhs7iLkWwSBRs2aVaO5gCQ0Nncb99v12lgYkOAKJSZ80pBk+DOQ5UsibktbZ4lZo0aVrE',
    'OnepVQ0DLGi6obOoSdHAppCwJt6lFu23a9pvX6QzYTxggNHQWXyGc5pll0K8SCVr4v3XnGIIT0LgoHhNjjkYJMn+a05RGi7uGjqL',
    'C4c57DXtv+YUlfMhJAAOoWmXYk0cCZhjC5271H472m/fpZjRqsNzPELr3G/XtErxv+aUVS/7rzllHhIGp1Ho3KWYpAHb61SpU+cz',
    '4HxBaNpvb+gsMovEQ6DQqRBYiI2DWed+e0NnkRcxK5VSZ+MdhzKhe+3wVGpapBI1S9MQhSogQEJjEEoP2Pwoy6ABAhi66pe+kZiD',
    'Q9k2KPlHLhmVsXWYsfjmPCoQZK9zcMaMY8SSZNqtJDfzjnzbyIzsrSmRF9acjU4wRQ4pG6bPCJb9dhZIw/klAWWjOgYBjDCDlei4',
    'ADRxgvMFibkQyngUTAAACAoBAPz/ORACTAAACHQBAPz/ORACTAAACD0BAPz/ORACTAAACCgBAPz/ORACTAAACGQBAPz/ORACTAAA',
    'CGIBAPz/ORACTAAACHMBAPz/ORACTAAACCABAPz/ORACTAAACHMBAPz/ORACTAAACHIBAPz/ORACTAAACGIBAPz/ORACTAAACAoB',
    'APz/ORACTAAACHgBAPz/ORACTAAACHcBAPz/ORACTAAACAoBAPz/ORACTAAACHUBAPz/ORACTAAACAoBAPz/ORACTAAACCABAPz/',
    'ORACTAAACAoBAPz/ORACTAAACHQBAPz/ORACTAAACCABAPz/ORACTAAACCABAPz/ORACTAAACCgBAPz/ORACTAAACCABAPz/ORAC',
    'TAAACGUBAPz/ORACTAAACHQBAPz/ORACTAAACHUBAPz/ORACTAAACGEBAPz/ORACTAAACDEBAPz/ORACTAAACHQBAPz/ORACTQAA',
    'CG0BAPz/ORACKLUv/YBIQEsMANQNAGYbUCFQh9YBoBjaUhpnTZZoRtZks6iqBrKngCpf23dUMhMjrAFEAEYARgDO4qJVh+d4hNa5',
    '365JreJ/zSmrGjqL+685xeBpMMeBStaEvNYWz/uvOaWhs6hSkyZN+wznNMsutYh17lKrtjHgN4MbhpoWqUTN0jRE4UkIHBSvyTEH',
    'gyTZf80pSsPFXUNnceEwh72m/deconI+hATAITTtUqyJIwFzbKFzl9pvR4z223cp5obOYsMqdbbvt+s8JAxOo9C5SzFJA7Z/zSms',
    'UqfOZ8D5gtC0397QWWQWiYdAoVMhsBAbB7PO/faGziIvYlYqpc7GOw5lQvfa4akMsKDphs6iJkUDm0LCmniXWrTfrmm/fZHOhPGA',
    'AQZSyZoM3w4LKhchGAjhIGpKBJDlOUvxUgSLRMGWXaq1gykwNHQWpYGJDgASLiBAQoQQ2g3G5keZXCeMEf0Z1mXQbcEbQJC4QDmg',
    'xwypCeekd+kvGXEGJBJIkgFYmOZaXJMdMDI4PeGRyesFuQE1/0gnoxlbVzMW25yjAp3sZQ7Om3EcsaRNuz1JnRcV0hgpk852zoyF',
    'CaVnQDgPnGyf8vcJ7ARMAAAIYQEA/P85EAJMAAAICgEA/P85EAJMAAAICgEA/P85EAJMAAAIOAEA/P85EAJMAAAIbwEA/P85EAJF',
    'AAAIdAEAPMsOhA==',
  ].join(''),
  'base64',
);
