/** Makes the code that workflows run on: by Temporal's bundler, with what is common to all our bundles. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { BundleOptions } from '@temporalio/worker';

/** This file runs as it is written and as it is built; what it names lies beside it either way. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const inWorkflows = (name: string): string =>
  fileURLToPath(new URL(`../workflows/${name}${extension}`, import.meta.url));

export const bundleWorkflows = (
  options: Pick<BundleOptions, 'logger' | 'webpackConfigHook'> & { readonly workflowsPath?: string } = {},
) =>
  bundleWorkflowCode({
    workflowsPath: inWorkflows('index'),
    ...options,
    payloadConverterPath: inWorkflows('payload-converter'),
    workflowInterceptorModules: [inWorkflows('not-ahead')],
    preloadModules: [inWorkflows('preloaded')],
  });
