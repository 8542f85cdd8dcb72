/** A training as a job: frozen texts, its own thread, publication, deletion of outdated versions. */
@NullMarked
package io.rolestream.trainer.run;

import org.jspecify.annotations.NullMarked;
