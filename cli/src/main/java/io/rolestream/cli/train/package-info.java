/** What {@code rolestream train} needs beside the trainer itself: trainings from files, and what is told of trainings. */
@NullMarked
package io.rolestream.cli.train;

import org.jspecify.annotations.NullMarked;
