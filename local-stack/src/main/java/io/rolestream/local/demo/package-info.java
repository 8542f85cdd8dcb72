/** The output of {@code rolestream demo}: labels, the trainer's progress, simulated reviewers, and final scores. */
@NullMarked
package io.rolestream.local.demo;

import org.jspecify.annotations.NullMarked;
