const form = document.getElementById('login');
const problem = document.getElementById('problem');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  problem.textContent = '';
  try {
    const response = await fetch('api/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: document.getElementById('token').value }),
    });
    if (response.ok) {
      location.replace('./');
      return;
    }
    problem.textContent = (await response.json()).error;
  } catch {
    problem.textContent = 'The server does not answer.';
  }
});
