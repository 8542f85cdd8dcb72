// Requests to the server. Each fails with a sentence to show.

let session = null;

/** Facts that the page loads once, and again after the server has restarted. */
export async function begin() {
  session = await get('api/session');
  return session;
}

export async function get(path) {
  return answer(await send(path, { headers: { Accept: 'application/json' } }));
}

/** Sends JSON with the token that only pages of this server can read. */
export async function post(path, body) {
  const request = () => send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Rolestream-Token': session?.token ?? '' },
    body: JSON.stringify(body),
    keepalive: JSON.stringify(body).length < 30000,
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
