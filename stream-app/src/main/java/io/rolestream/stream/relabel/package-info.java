/** Relabelling: sends old resumes again, to be labelled by the current rules and model. */
@NullMarked
package io.rolestream.stream.relabel;

import org.jspecify.annotations.NullMarked;
