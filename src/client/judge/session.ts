/** One conversation with the judge: calibrations, starts and ticks in, one answer each out. */
import { calibrate, freshState, judgeOptionsSchema, judgeTick } from '../../judge/index.ts';
import type {
  Arm,
  Calibration,
  CanaryPlan,
  CanaryState,
  GroupsTick,
  Judgement,
  Tick,
} from '../../judge/index.ts';
import { LiveGroups } from './live-groups.ts';
import { parseLine } from './protocol.ts';
import type { Line } from './protocol.ts';

export type Answer =
  | { readonly type: 'ok'; readonly ignored?: readonly string[] }
  | { readonly type: 'error'; readonly line: number; readonly path: string; readonly message: string }
  | { readonly t: number; readonly verdict: Judgement['verdict']; readonly reason: string };

/** Ticks after which the canary's share and the interval are known well enough. */
const enoughTicks = 20;
const enoughRequests = 50;

type Start = Extract<Line, { type: 'start' }>;
const unsaid: Start = {
  type: 'start',
  le: [],
  options: judgeOptionsSchema.parse({}),
  interval: undefined,
  ignored: [],
};

export class Session {
  private history: readonly GroupsTick[] = [];
  private start = unsaid;
  /** The first ticks: they tell the interval and the canary's share, by which the plan is made. */
  private opening: Tick[] = [];
  private live = new LiveGroups();
  private learning: boolean | undefined;
  /** What the soak itself has shown, where nobody told enough before. */
  private learnt: readonly GroupsTick[] | undefined;
  /** The ticks of a soak that learns, before this one. */
  private judged: Tick[] = [];
  private settled = false;
  private plan: CanaryPlan | undefined;
  private state: CanaryState | undefined;
  private readonly calibrations = new Map<string, Calibration>();
  private lines = 0;
  malformed = 0;

  answer(text: string): Answer {
    this.lines += 1;
    const parsed = parseLine(text);
    if (!parsed.ok) return this.refuse(parsed.error.path, parsed.error.message);
    const { line } = parsed;
    switch (line.type) {
      case 'calibrate':
        this.calibrateBy(line.history);
        return { type: 'ok' };
      case 'start':
        this.begin(line);
        return line.ignored.length === 0 ? { type: 'ok' } : { type: 'ok', ignored: line.ignored };
      case 'tick': {
        const { verdict, reason } = this.judge(line.tick, line.groups);
        return { t: line.tick.t, verdict, reason };
      }
    }
  }

  /** What the last tick said, with its figures. */
  judge(tick: Tick, groups: readonly (Arm | null)[] = []): Judgement {
    this.settle(tick);
    this.learn(tick, groups);
    const plan = (this.plan ??= this.planNow());
    const judged = judgeTick(plan, this.state ?? freshState(plan.calibration), tick);
    this.state = judged.state;
    return judged.judgement;
  }

  calibrateBy(history: readonly GroupsTick[]): void {
    this.history = history;
    this.calibrations.clear();
    this.reset();
  }

  /** A new soak; what was calibrated stays. */
  begin(start: Start): void {
    this.start = start;
    this.reset();
    this.plan = this.planNow();
  }

  private reset(): void {
    this.opening = [];
    this.live = new LiveGroups();
    this.learning = undefined;
    if (this.learnt !== undefined) this.calibrations.clear();
    this.learnt = undefined;
    this.judged = [];
    this.settled = false;
    this.state = undefined;
    this.plan = undefined;
  }

  /** While the soak is young, a plan that turns out otherwise is applied to it from its first tick. */
  private settle(tick: Tick): void {
    if (this.settled) return;
    const judgedBefore = [...this.opening];
    this.opening.push(tick);
    const { plan } = this;
    const better = this.planNow();
    const known = requestsOf(this.opening).canary >= enoughRequests && this.opening.length > 1;
    this.settled = known || this.opening.length >= enoughTicks || this.state?.end != null;
    if (plan !== undefined && samePlan(plan, better)) return;
    this.judgeAnew(better, judgedBefore);
  }

  /** Without a history the soak itself shows what is usual. */
  private learn(tick: Tick, groups: readonly (Arm | null)[]): void {
    this.learning ??= !this.planNow().calibration.calibrated;
    if (!this.learning) return;
    if (groups.length > 0 && this.live.add(tick, groups, this.planNow().options.interval)) {
      this.learnt = this.live.history;
      this.calibrations.clear();
      this.judgeAnew(this.planNow(), this.judged);
    }
    this.judged.push(tick);
    this.learning = this.live.ofUse(this.judged.length);
  }

  private judgeAnew(plan: CanaryPlan, ticks: readonly Tick[]): void {
    this.plan = plan;
    if (this.state?.end != null) return;
    this.state = ticks.reduce(
      (state, earlier) => judgeTick(plan, state, earlier).state,
      freshState(plan.calibration),
    );
  }

  private planNow(): CanaryPlan {
    const { options, le } = this.start;
    const history = this.learnt ?? this.history;
    const interval = this.start.interval ?? usualStep(this.opening) ?? usualStep(history) ?? options.interval;
    const groups = Math.max(1, ...history.map((tick) => tick.groups.length));
    const seen = requestsOf(this.opening);
    const size =
      seen.canary < enoughRequests ? 1 : Math.max(1, Math.round((groups * seen.canary) / seen.all));
    const given = { ...options, interval };
    const key = JSON.stringify([size, given, le]);
    let calibration = this.calibrations.get(key);
    if (calibration === undefined) {
      calibration = calibrate(history, given, { share: size / groups, le });
      this.calibrations.set(key, calibration);
    }
    return { options: given, calibration, le };
  }

  private refuse(path: string, message: string): Answer {
    this.malformed += 1;
    return { type: 'error', line: this.lines, path, message };
  }
}

const samePlan = (a: CanaryPlan, b: CanaryPlan): boolean =>
  a.calibration === b.calibration && a.options.interval === b.options.interval;

function requestsOf(ticks: readonly Tick[]): { canary: number; all: number } {
  let canary = 0;
  let all = 0;
  for (const tick of ticks) {
    if (tick.canary === null || tick.baseline === null) continue;
    canary += tick.canary.requests;
    all += tick.canary.requests + tick.baseline.requests;
  }
  return { canary, all };
}

function usualStep(ticks: readonly { readonly t: number }[]): number | undefined {
  const steps = ticks.slice(1).map(({ t }, k) => t - (ticks[k]?.t ?? t));
  const usual = steps.filter((step) => step > 0).sort((a, b) => a - b)[Math.floor((steps.length - 1) / 2)];
  return usual;
}
