import {
  trustedCredentials,
  untrustedCredentials,
  type FederatedCredential,
} from './federated-credentials.js';
import type { InfrastructureOptions } from './options.js';

const comment = 'Written by: nx generate nx-azure-cache:infrastructure';

/** `main.bicepparam`, in the layout of Bicep's formatter. */
export function printBicepParameters(options: InfrastructureOptions): string {
  const { settings, credentials } = parametersOf(options);
  const scalars = Object.entries(settings).map(([name, value]) => `param ${name} = ${bicepValue(value)}`);
  const lists = Object.entries(credentials).map(
    ([name, list]) => `param ${name} = ${enclose('[]', list.map(bicepCredential))}`,
  );
  return `${[`// ${comment}`, "using 'main.bicep'", scalars.join('\n'), ...lists].join('\n\n')}\n`;
}

/** `terraform.tfvars`, in the layout of `terraform fmt`. */
export function printTerraformVariables(options: InfrastructureOptions): string {
  const { settings, credentials } = parametersOf(options);
  const scalars = Object.entries(settings).map(([name, value]) => [snakeCase(name), terraformValue(value)]);
  const maps = Object.entries(credentials).map(
    ([name, list]) => `${snakeCase(name)} = ${enclose('{}', align(list.map(terraformCredential)))}`,
  );
  return `${[`# ${comment}`, align(scalars).join('\n'), ...maps].join('\n\n')}\n`;
}

const enclose = ([open = '', close = '']: string, lines: readonly string[]) =>
  lines.length === 0 ? open + close : [open, ...lines, close].join('\n');

function align(assignments: readonly (readonly string[])[]): string[] {
  const width = Math.max(...assignments.map(([name = '']) => name.length));
  return assignments.map(([name = '', value = '']) => `${name.padEnd(width)} = ${value}`);
}

/** The values of the parameters, by the names in main.bicep. */
function parametersOf(options: InfrastructureOptions) {
  const { accountName, cloud, redundancy, container, oneContainer, prefix = '' } = options;
  const { developersGroupObjectId = '', coolAfterDays, deleteAfterDays, untrustedDeleteAfterDays } = options;
  return {
    settings: {
      accountName,
      cloud,
      redundancy,
      container,
      untrustedContainer: oneContainer ? container : options.untrustedContainer,
      prefix,
      developersGroupObjectId,
      coolAfterDays,
      deleteAfterDays,
      untrustedDeleteAfterDays,
    },
    credentials: {
      trustedCredentials: trustedCredentials(options),
      untrustedCredentials: untrustedCredentials(options),
    },
  };
}

const bicepCredential = ({ name, issuer, subject }: FederatedCredential) =>
  `  {
    name: ${bicepValue(name)}
    issuer: ${bicepValue(issuer)}
    subject: ${bicepValue(subject)}
  }`;

const terraformCredential = ({ name, issuer, subject }: FederatedCredential) => [
  `  "${name}"`,
  `{ issuer = ${terraformValue(issuer)}, subject = ${terraformValue(subject)} }`,
];

/** Escapes `\`, `'` and `${`. */
const bicepValue = (value: string | number) =>
  typeof value === 'number' ? String(value) : `'${value.replace(/\\|'|\$(?=\{)/g, String.raw`\$&`)}'`;

/** A JSON string, with `${` and `%{` escaped. */
const terraformValue = (value: string | number) => JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
