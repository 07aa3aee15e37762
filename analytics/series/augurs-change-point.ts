import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Indices at which a new run of values probably begins. */
export type ChangePointProposer = (values: Float64Array) => number[];

/**
 * One change in ten periods expected: proposals are cheap, since a test of our own decides on them. With the
 * library's 250 a shift of two standard deviations four weeks ago is found in 1 % of 13-week series.
 */
const HAZARD_LAMBDA = 10;

/**
 * Bayesian online change point detection (Adams & MacKay 2007) by augurs, over standardised values.
 * @throws when the WASM module cannot be loaded.
 */
export async function loadAugursProposer(): Promise<ChangePointProposer> {
  const { default: init, ChangepointDetector } = await import('@bsull/augurs/changepoint');
  // The package exports its JavaScript only; the module lies beside it.
  const script = import.meta.resolve('@bsull/augurs/changepoint');
  const wasm = await readFile(fileURLToPath(new URL('changepoint_bg.wasm', script)));
  await init({ module_or_path: wasm });
  return (values) => {
    const detector = ChangepointDetector.normalGamma({
      hazardLambda: HAZARD_LAMBDA,
      prior: { mu: 0, rho: 1, s: 1, v: 1 },
    });
    try {
      return detector.detectChangepoints(values).indices;
    } finally {
      detector.free();
    }
  };
}
