/** Trainings of a matcher or a reward model from the command line, from files and from a cluster's feedback. */
@NullMarked
package io.rolestream.trainer.matching.run;

import org.jspecify.annotations.NullMarked;
