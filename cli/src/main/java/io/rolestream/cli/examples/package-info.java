/** The trainer's examples, as people look at them: counted, and written to files. */
@NullMarked
package io.rolestream.cli.examples;

import org.jspecify.annotations.NullMarked;
