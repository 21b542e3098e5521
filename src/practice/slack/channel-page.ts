/** A channel as a page for a browser: what the team would see. */
import type { Channel, Message } from './workspace-state.ts';

export function channelPage(channel: Channel): string {
  const roots = channel.messages.filter(({ thread_ts }) => thread_ts === undefined);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>#${escape(channel.name)}</title>
<style>body{font:15px/1.5 system-ui;margin:2rem auto;max-width:44rem}article{white-space:pre-wrap;margin:1rem 0}
section{margin-left:2rem;border-left:2px solid #ddd;padding-left:1rem}small{color:#666}</style>
<h1>#${escape(channel.name)}</h1>
${roots.map((message) => thread(message, channel)).join('\n') || '<p>No messages yet.</p>'}
</html>`;
}

function thread(message: Message, channel: Channel): string {
  const replies = channel.messages.filter(({ thread_ts }) => thread_ts === message.ts);
  return `${article(message)}${replies.length === 0 ? '' : `<section>${replies.map(article).join('')}</section>`}`;
}

function article({ text, ts, edited, reactions = [] }: Message): string {
  const time = new Date(Number(ts) * 1000).toISOString().slice(11, 19);
  const marks = reactions.map(({ name }) => ` :${escape(name)}:`).join('');
  return `<article><small>${time}${edited === undefined ? '' : ' (edited)'}</small>\n${escape(text)}${marks}</article>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
