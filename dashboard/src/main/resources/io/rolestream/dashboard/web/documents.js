import { upload } from './api.js';
import { byId } from './dom.js';

/**
 * Lets a form with a text read documents too: chosen with its file button or dropped on the text.
 * Calls wanted(content) for what to write into the text, say(problem), and then done().
 */
export function takeDocuments({ field, button, wanted, say, done }) {
  const input = byId(button);
  const read = async (file) => {
    input.disabled = true;
    try {
      field.value = wanted(await upload('api/document', file));
      done();
    } catch (problem) {
      say(problem.message);
    } finally {
      input.disabled = false;
      input.value = '';
    }
  };
  input.addEventListener('change', () => {
    if (input.files.length > 0) read(input.files[0]);
  });
  field.addEventListener('dragover', (event) => {
    if (event.dataTransfer.types.includes('Files')) event.preventDefault();
  });
  field.addEventListener('drop', (event) => {
    if (event.dataTransfer.files.length > 0) {
      event.preventDefault();
      read(event.dataTransfer.files[0]);
    }
  });
}
