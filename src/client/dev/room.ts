/** The room on the disk that holds `.slipway`: without any, Temporal can write nothing down, and all releases stand still. */
import { statfsSync } from 'node:fs';

const megabyte = 1024 * 1024;
/** Temporal's database, and the journal beside it, want to grow by so much at least. */
const leastBytes = 4 * megabyte;
const shortBytes = 64 * megabyte;

export type Room = 'enough' | 'short' | 'none';

/** Bytes that are free in a folder; where the system doesn't tell, as many as one likes. */
export function freeIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

export const roomOf = (free: number): Room =>
  free < leastBytes ? 'none' : free < shortBytes ? 'short' : 'enough';

export const noRoom = (folder: string): string =>
  `The disk that holds ${folder} is full: Temporal can write nothing down, so its releases stand still. What was confirmed is kept.`;

/** What people are told when it has become another; undefined where there is nothing to tell. */
export function newsOf(folder: string, last: Room, now: Room): string | undefined {
  if (now === last) return undefined;
  switch (now) {
    case 'none':
      return `${noRoom(folder)} They go on by themselves as soon as there is room.`;
    case 'short':
      return last === 'none'
        ? `There is room again on the disk that holds ${folder}, though not much: releases go on.`
        : `The disk that holds ${folder} has less than ${shortBytes / megabyte} MB left. Without room releases stand still.`;
    case 'enough':
      return last === 'none'
        ? `There is room again on the disk that holds ${folder}: releases go on.`
        : undefined;
  }
}

const everyMs = 2000;

/** Tells when room gets short, is gone, and is there again. Returns how to stop. */
export function watchRoom(folder: string, say: (line: string) => void, free = freeIn): () => void {
  let last: Room = 'enough';
  const look = (): void => {
    const now = roomOf(free(folder));
    const news = newsOf(folder, last, now);
    last = now;
    if (news !== undefined) say(news);
  };
  look();
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
}
