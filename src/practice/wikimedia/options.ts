/** What may be asked of the practice world of Wikimedia's services when it begins. */
import type { Reviewing } from '../gerrit/index.ts';

export interface WikimediaOptions {
  /** `does-not-come-back`: the second host of production lacks the fonts that the new version, or another configuration, needs. */
  readonly hosts?: 'sound' | 'does-not-come-back';
  readonly reviewing?: Reviewing;
}

export const service = 'mathoid';
export const sourceProject = 'mediawiki/services/mathoid';
export const deployProject = 'mediawiki/services/mathoid/deploy';
/** Configuration of all services, as the agents on the hosts apply it. */
export const puppetProject = 'operations/puppet';
export const puppetBranch = 'production';
/** Below the home of whoever logs in; in life it begins with a slash. */
export const directory = 'srv/deployment/mathoid/deploy';
export const port = 10_044;
/** The service's configuration, and what it is told there at first. */
export const configFile = 'etc/mathoid/config.json';
export const fontKey = 'mathoid::font';
export const fonts = { first: 'usr/share/fonts/latin.otf', other: 'usr/share/fonts/stix.otf' } as const;
/** What the modules are built in: a busybox, and nothing else. */
export const baseImage = 'wikimedia/trusty-node';
export const practiceUser = 'slipway-bot';

export const groups = {
  production: {
    deployment: 'tin',
    targets: ['scb1001', 'scb1002', 'scb1003'],
    data: 'hieradata/role/common/scb.yaml',
  },
  'deployment-prep': {
    deployment: 'deployment-bastion',
    targets: ['deployment-sca01', 'deployment-sca02'],
    data: 'hieradata/labs/deployment-prep/common.yaml',
  },
} as const;
export type Group = keyof typeof groups;

/** All hosts, each with the last part of its address. */
export const everyHost: readonly { readonly name: string; readonly last: number }[] = Object.values(groups)
  .flatMap(({ deployment, targets }) => [deployment, ...targets])
  .map((name, index) => ({ name, last: 11 + index }));

export const lastOf = (name: string): number => everyHost.find((host) => host.name === name)?.last ?? 0;
