import { ENTERPRISE, USER } from './resource.ts';

/** Most users of one answer. */
export const MAX_RESULTS = 500;

/** RFC 7643, section 5. */
export const serviceProviderConfig = (base: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MAX_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'Made by: fairlead scim token',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

export const resourceTypes = (base: string) => [
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    schema: USER,
    schemaExtensions: [{ schema: ENTERPRISE, required: false }],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
  },
];

const attribute = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});
const inside = (name: string, subAttributes: object[], multiValued = false) =>
  attribute(name, { type: 'complex', multiValued, subAttributes });

/** What is kept of a user; whatever else a directory sends is passed over. */
export const schemas = (base: string) => [
  {
    id: USER,
    name: 'User',
    attributes: [
      attribute('userName', { required: true, uniqueness: 'server' }),
      attribute('displayName'),
      inside('name', [attribute('formatted'), attribute('givenName'), attribute('familyName')]),
      attribute('title'),
      attribute('userType'),
      attribute('active', { type: 'boolean' }),
      inside(
        'emails',
        [attribute('value'), attribute('type'), attribute('primary', { type: 'boolean' })],
        true,
      ),
      inside('addresses', [attribute('locality'), attribute('type')], true),
    ],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${USER}` },
  },
  {
    id: ENTERPRISE,
    name: 'Enterprise User',
    attributes: [
      attribute('employeeNumber'),
      attribute('department'),
      inside('manager', [attribute('value'), attribute('displayName', { mutability: 'readOnly' })]),
    ],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${ENTERPRISE}` },
  },
];
