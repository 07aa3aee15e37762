import type { VendorServer } from './datasets.ts';
import { startVendorServer, type VendorReply, type VendorRequest } from './http-server.ts';

export interface BambooDataset {
  token: string;
  /** As BambooHR holds them, by its names of fields, also those that nobody should ask for. */
  employees: ({ id: string; status: 'Active' | 'Inactive' } & Record<string, string | null>)[];
  /** Fields that the key's user may not see: they are left out of the answer without a word. */
  hidden?: readonly string[];
}

const fieldsOf = (body: unknown): string[] | null => {
  if (body === null || typeof body !== 'object' || !('fields' in body) || !Array.isArray(body.fields))
    return null;
  return body.fields.map(String);
};

/** BambooHR's custom report over a data set, as Fairlead asks for it. */
export function startBambooServer(dataset: BambooDataset, port = 0): Promise<VendorServer> {
  const expected = `Basic ${Buffer.from(`${dataset.token}:x`).toString('base64')}`;
  const handle = ({ method, path, query, headers, body }: VendorRequest): VendorReply => {
    if (headers.authorization !== expected) return { status: 401 };
    if (path !== '/api/v1/reports/custom') return { status: 404 };
    if (method !== 'POST') return { status: 405 };
    const fields = fieldsOf(body);
    // Without the header BambooHR answers in XML.
    if (fields === null || query.get('format') !== 'JSON' || headers.accept !== 'application/json')
      return { status: 400 };
    const seen = fields.filter((name) => dataset.hidden?.includes(name) !== true);
    const employees = dataset.employees
      .filter(({ status }) => query.get('onlyCurrent') === 'false' || status === 'Active')
      .map((one) => ({
        id: one.id,
        ...Object.fromEntries(seen.map((name) => [name, one[name] ?? null])),
      }));
    const described = seen.map((name) => ({ id: name, type: 'text', name }));
    return { status: 200, body: { title: 'Fairlead', fields: described, employees } };
  };
  return startVendorServer(handle, port);
}
