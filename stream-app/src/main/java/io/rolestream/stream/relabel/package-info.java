/** Sending old resumes again, to be labelled by what rules and model are now. */
@NullMarked
package io.rolestream.stream.relabel;

import org.jspecify.annotations.NullMarked;
