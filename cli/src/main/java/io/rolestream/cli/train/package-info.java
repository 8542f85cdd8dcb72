/** Trainings from files, without Kafka. */
@NullMarked
package io.rolestream.cli.train;

import org.jspecify.annotations.NullMarked;
