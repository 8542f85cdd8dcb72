const byId = (id) => document.getElementById(id);

/** Asks for what the server requires: a token, or a user and a password. */
async function ask() {
  const response = await fetch('api/login', { cache: 'no-store' });
  const { asksForUser } = await response.json();
  byId('user-field').hidden = !asksForUser;
  byId('user').required = asksForUser;
  byId('secret-name').textContent = asksForUser ? 'Password' : 'Token';
  byId('login').hidden = false;
  byId(asksForUser ? 'user' : 'secret').focus();
  if (location.hash === '#out') {
    byId('farewell').textContent = 'You are logged out in all tabs of this browser.';
  }
}

async function logIn() {
  const response = await fetch('api/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: byId('user').value, secret: byId('secret').value }),
  });
  if (response.ok) {
    location.replace('./');
  } else {
    byId('farewell').textContent = '';
    byId('problem').textContent = (await response.json()).error;
  }
}

function gone() {
  byId('problem').textContent = 'The server does not answer.';
}

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  byId('problem').textContent = '';
  logIn().catch(gone);
});
ask().catch(gone);
