/** Explanations beside figures: one is open at a time, and Escape or a click elsewhere closes it. */
export function closeHelp() {
  const others = (kept) => document.querySelectorAll('details.help[open]').forEach((help) => { if (help !== kept) help.open = false; });
  document.addEventListener('click', (event) => others(event.target.closest('details.help')));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const open = document.querySelector('details.help[open]');
    if (open?.contains(document.activeElement)) open.querySelector('summary').focus();
    others(null);
  });
}
