/** The generator in the stream: a job description for each resume, exactly once, within a budget. */
@NullMarked
package io.rolestream.stream.describing;

import org.jspecify.annotations.NullMarked;
