import { SystemError } from '#domain/errors.ts';
import type { VendorDefinition } from '#tools/connectors/vendor.ts';

/** The stream under which rows of files are stored. */
export const CSV_STREAM = 'rows';

/** Any system that can export a table: there is nothing to connect to, files are brought by hand or by a schedule. */
export const csv: VendorDefinition = {
  name: 'CSV files',
  files_only: true,
  streams: [CSV_STREAM],
  auth: 'None: files are brought',
  credentials: [],
  settings: [],
  base_url: { required: true, example: 'none: it only takes files' },
  actions: [],
  token_help: 'It needs none. Bring a file: fairlead import csv FILE --mapping MAPPING --source NAME',
  limits: 'None: nothing is asked for.',
  connect({ source }) {
    throw new SystemError(
      'config-invalid',
      `Source ${source.name} only takes files; it has no address to read. Bring a newer one: fairlead import csv FILE --mapping MAPPING --source ${source.name}`,
      { source: source.name },
    );
  },
};
