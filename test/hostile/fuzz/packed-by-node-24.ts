/**
 * The output of `packSample`, compressed by Node 24: a Node without zstd has to read this, and its damaged relatives.
 * To create it again after the sample changes, run `compress([tar], 'zstd')` on Node 24.
 */
export const packedByNode24 = Buffer.from(
  [
    'KLUv/WAANR0QAMYROiuANWkOM8CkY09xA2PgzPD37qEluw0XH+1ul45R1gJqIkRK2gD6bZoKgtoBLQAuADAAVB4aAAxY6pZ3sGkVt7wJ',
    'ZfLDtEqb87OsuPm7q///rFLI/1ObWZuCpcUHGVcDSGAgteq3JAcCRJXKgVjFOtjiVhplspWRk+FaKV6qSuVIC2FU6VPW2TP7Wuw/CtsK',
    'UYzNJgnQiAIa6DgUCbXNRXzLPjHOsv9IYrTJ/PQjhjqhOzhFxl2IDsVngBjaBKvXOZ1Zukqc1NepwhFfgw62yJZipGGLCYQotxen/0/d',
    'Z7s7LeJbEs7RPgFpqDEKc06mgkJpDdACERERmeoBEqghFMUQaAhIMQQUwQpBR8AQUAjBDAGCYChN6g77aUphIuUtwKEIqNUX2z1gAJbo',
    'BBgMAVgZS/crMAC3VXhjMgZO/MQ1gZDum6v5AJpYHw7qh/HlgyCsCJ2uWDIlFtBS78hVgOgUr+hjA/KBXQ6QH8yecNYHwqlYDQOgAdBq',
    'bAAD2AxI62CL7Qn5pEla3dPzv5sDQvz00qSUKUeoPKBs4w2KZ3/Wg1mfdkASwtNMjg3wDcne3gDRM+OCTjA5ZhD3QiYZMD5p7JQCkvkQ',
    'qI69vjSA0eCF45FhggENYBEDXCeNcLzfBz/sxf0Cwsh90s0CHjACfITfgblfGgUsEMLY9mBSiZY/',
  ].join(''),
  'base64',
);
