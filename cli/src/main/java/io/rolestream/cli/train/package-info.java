/** Parts of {@code rolestream train} beside the trainer: trainings from files, and reports on trainings. */
@NullMarked
package io.rolestream.cli.train;

import org.jspecify.annotations.NullMarked;
