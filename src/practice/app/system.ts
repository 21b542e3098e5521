/** What users of a Deployment meet: a request goes to one of its ready pods, which says what it runs; with none, it fails. */
import type { KubernetesPractice } from '../kubernetes/index.ts';
import type { PracticeSystem } from '../world.ts';

export function practiceApp(cluster: KubernetesPractice): PracticeSystem {
  let turn = 0;
  return {
    name: 'app',
    prefix: '/app',
    rateLimited: (reply, seconds) =>
      reply.status(429).header('retry-after', String(seconds)).send('slow down'),
    routes: async (app) => {
      app.get<{ Params: { namespace: string; workload: string } }>(
        '/:namespace/:workload',
        async (request, reply) => {
          const { namespace, workload } = request.params;
          const ready = cluster
            .pods()
            .filter((pod) => pod.namespace === namespace && pod.workload === workload);
          const pod = ready[(turn += 1) % Math.max(1, ready.length)];
          if (pod === undefined) return reply.status(503).send('no pod is ready');
          return { pod: pod.name, image: pod.image };
        },
      );
    },
    snapshot: () => ({}),
  };
}
