/** Reports on the trainer's examples. */
@NullMarked
package io.rolestream.cli.examples;

import org.jspecify.annotations.NullMarked;
