/** What one method says, fitted once to all values. */
export interface MemberForecast {
  mean: Float64Array;
  /**
   * Fills `into` with the forecasts that the fitted method gives after the first `origin` values: for errors at
   * every distance without fitting again.
   */
  ahead(origin: number, into: Float64Array): void;
}

/** A method over values without gaps and without season; at least three of them. */
export type Member = (values: Float64Array, horizon: number) => MemberForecast;
