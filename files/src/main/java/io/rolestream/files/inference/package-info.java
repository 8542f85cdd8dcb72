/** Runs a model on the rows of a file. */
@NullMarked
package io.rolestream.files.inference;

import org.jspecify.annotations.NullMarked;
