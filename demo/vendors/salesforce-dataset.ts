/** What a simulated Salesforce serves, in its own JSON; a query picks fields of it. */
export interface SalesforceUser {
  Id: string;
  Name: string;
  Email: string | null;
  IsActive: boolean;
  /** `Standard` for staff; customers and partners with a login have others. */
  UserType: string;
  TimeZoneSidKey: string;
  SystemModstamp: string;
}

export interface SalesforceStage {
  StageName: string;
  CreatedDate: string;
}

export interface SalesforceOpportunity {
  Id: string;
  Name: string;
  Description: string | null;
  OwnerId: string;
  StageName: string;
  IsWon: boolean;
  IsClosed: boolean;
  Type: string | null;
  Amount: number | null;
  /** Per cent. */
  Probability: number | null;
  CloseDate: string;
  CreatedDate: string;
  SystemModstamp: string;
  IsDeleted: boolean;
  /** Rows come of every change of stage, amount, probability or close date. */
  OpportunityHistories: SalesforceStage[];
}

export interface SalesforceCase {
  Id: string;
  CaseNumber: string;
  Subject: string;
  Description: string | null;
  /** A user (005…) or a queue (00G…). */
  OwnerId: string;
  Owner: { Name: string };
  Status: string;
  IsClosed: boolean;
  Priority: string | null;
  Origin: string | null;
  CreatedDate: string;
  ClosedDate: string | null;
  SystemModstamp: string;
  IsDeleted: boolean;
}

export interface SalesforceDataset {
  credentials: { client_id: string; client_secret: string };
  organisation: string;
  users: SalesforceUser[];
  opportunities: SalesforceOpportunity[];
  cases: SalesforceCase[];
}
