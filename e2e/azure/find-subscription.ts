import type { Az } from './az-cli.js';

/** Where everything is going to be. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly user: string;
}

/**
 * The subscription that `az` is set to.
 *
 * @throws Error that names the missing part: `az` itself, or its session
 */
export async function findSubscription(az: Az): Promise<Subscription> {
  await az(['version']);
  const account = (await az(['account', 'show']).catch((cause: unknown) => {
    throw new Error(
      `npm run test:azure needs a subscription, and az is not signed in to one: run az login, and az account set ` +
        `--subscription <id> when there are several.\n${(cause as Error).message}`,
      { cause },
    );
  })) as AzAccount;
  const { id, name, tenantId, environmentName, user } = account;
  if (environmentName !== 'AzureCloud')
    throw new Error(
      `npm run test:azure knows the public cloud only, and az is set to ${environmentName}: az cloud set --name AzureCloud`,
    );
  return { id, name, tenantId, user: user.name };
}

/** https://learn.microsoft.com/cli/azure/account#az-account-show */
interface AzAccount {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly environmentName: string;
  readonly user: { readonly name: string };
}
