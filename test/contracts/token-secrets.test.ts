import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import { tokenSecretsContract } from './token-secrets-contract.ts';

tokenSecretsContract('random', (serverSecret) => new RandomTokenSecrets(serverSecret));
