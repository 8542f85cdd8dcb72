/** One training as a job: frozen texts, a thread of its own, publication, old versions. */
@NullMarked
package io.rolestream.trainer.run;

import org.jspecify.annotations.NullMarked;
