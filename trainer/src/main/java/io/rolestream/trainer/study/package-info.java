/** The first study's protocol, repeated: its labels, split, labellers and figures, and what these mean. */
@NullMarked
package io.rolestream.trainer.study;

import org.jspecify.annotations.NullMarked;
