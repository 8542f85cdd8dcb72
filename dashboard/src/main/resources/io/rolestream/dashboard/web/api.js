// Requests to the server. Each fails with a sentence to show.

let session = null;

/** Facts that the page loads once, and again after the server has restarted. */
export async function begin() {
  session = await get('api/session');
  return session;
}

/** How long a worker or trainer has not reported for before it counts as silent. */
export const silentAfterMillis = () => session?.silentAfterMillis ?? Infinity;

export async function get(path) {
  return answer(await send(path, { headers: { Accept: 'application/json' } }));
}

/** Sends JSON with the token that only pages of this server can read. */
export async function post(path, body) {
  const text = JSON.stringify(body);
  return submit(path, { type: 'application/json', body: text, keepalive: text.length < 30000 });
}

/** Sends a file as it is, with the token. */
export async function upload(path, file) {
  return submit(path, { type: 'application/octet-stream', body: file, keepalive: false });
}

async function submit(path, { type, body, keepalive }) {
  const request = () => send(path, {
    method: 'POST',
    headers: { 'Content-Type': type, 'X-Rolestream-Token': session?.token ?? '' },
    body,
    keepalive,
  });
  let response = await request();
  if (response.status === 403) {
    await begin();
    response = await request();
  }
  return answer(response);
}

async function send(path, options) {
  try {
    return await fetch(path, { ...options, cache: 'no-store' });
  } catch {
    throw new Error('The server does not answer.');
  }
}

async function answer(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    // reported below
  }
  if (response.status === 401) {
    location.reload();
  }
  if (!response.ok || body === null) {
    throw new Error(body?.error ?? `The server answered with status ${response.status}.`);
  }
  return body;
}
