/** What a simulated HubSpot serves, in its own JSON: every property's value is a text. */
export interface HubspotOwner {
  id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  userId: number | null;
  type: 'PERSON' | 'QUEUE';
  archived: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface HubspotObject {
  id: string;
  /** `hs_object_id` and `hs_lastmodifieddate` among them. */
  properties: Record<string, string | null>;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  archivedAt?: string;
}

export interface HubspotDeal extends HubspotObject {
  /** Newest first, as HubSpot gives it. */
  stages: { value: string; timestamp: string; sourceType: string }[];
}

export interface HubspotDataset {
  credentials: { token: string };
  portal: number;
  owners: HubspotOwner[];
  deals: HubspotDeal[];
  feedback: HubspotObject[];
}
